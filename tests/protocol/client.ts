import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  type ClientCapabilities,
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  IPCMessageReader,
  IPCMessageWriter,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

export const root = join(import.meta.dirname, '..', '..');
const main = join(root, 'server', 'src', 'lsp', 'main.ts');

/** What an editor with everything can do. */
export const fullClient: ClientCapabilities = {
  textDocument: {
    diagnostic: {},
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
    rename: { prepareSupport: true },
  },
  workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
};

/** The real server in a process of its own, spoken to as an editor does. */
export class Client {
  readonly child: ChildProcess;
  readonly connection: ProtocolConnection;
  readonly exited: Promise<number | null>;
  /** Everything that was pushed, in order. */
  readonly pushed: PublishDiagnosticsParams[] = [];
  readonly logged: string[] = [];
  result!: InitializeResult;

  constructor(transport: '--stdio' | '--node-ipc' = '--stdio') {
    const ipc = transport === '--node-ipc';
    this.child = spawn(process.execPath, [main, transport], {
      cwd: root,
      stdio: ipc ? ['ignore', 'inherit', 'inherit', 'ipc'] : ['pipe', 'pipe', 'inherit'],
    });
    this.exited = new Promise(resolve => this.child.on('exit', resolve));
    this.connection = ipc
      ? createProtocolConnection(new IPCMessageReader(this.child), new IPCMessageWriter(this.child))
      : createProtocolConnection(
          new StreamMessageReader(this.child.stdout!),
          new StreamMessageWriter(this.child.stdin!),
        );
    this.connection.onNotification(PublishDiagnosticsNotification.type, params => void this.pushed.push(params));
    this.connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.logged.push(message);
    });
    this.connection.onRequest(RegistrationRequest.type, () => undefined);
    this.connection.listen();
  }

  async initialize(capabilities: ClientCapabilities = fullClient, options?: unknown): Promise<this> {
    const died = this.exited.then(status => Promise.reject(new Error(`The server ended with status ${status}.`)));
    const answered = this.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities,
      ...(options === undefined ? {} : { initializationOptions: options }),
    });
    died.catch(() => undefined);
    this.result = await Promise.race([answered, died]);
    await this.connection.sendNotification(InitializedNotification.type, {});
    return this;
  }

  async open(uri: string, text: string, version = 1): Promise<void> {
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'vprog', version, text },
    });
  }

  /** The next push for `uri` that satisfies `accept`. */
  async nextPush(
    uri: string,
    accept: (params: PublishDiagnosticsParams) => boolean = () => true,
  ): Promise<PublishDiagnosticsParams> {
    for (;;) {
      const found = this.pushed.find(params => params.uri === uri && accept(params));
      if (found !== undefined) return found;
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }

  /** Ends the server as an editor does; gives its exit status. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode !== null) return this.child.exitCode;
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const status = await this.exited;
    this.connection.dispose();
    return status;
  }
}
