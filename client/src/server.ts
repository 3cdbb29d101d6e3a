import { type CellsParams, type CellsResult, cellsMethod, type InitializationOptions } from '@vprog/server/protocol';
import { type Disposable, type ExtensionContext, type LogOutputChannel, type TextDocument, Uri } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

/** The language server: a process of its own, started with the first `.vprog` document. */
export class Server implements Disposable {
  readonly #client: LanguageClient;
  readonly #started: Promise<void>;

  constructor(extension: ExtensionContext, log: LogOutputChannel) {
    const module = Uri.joinPath(extension.extensionUri, 'dist', 'server.mjs').fsPath;
    const options: InitializationOptions = {
      models: Uri.joinPath(extension.extensionUri, 'runtime', 'models').fsPath,
    };
    this.#client = new LanguageClient(
      'vprog',
      'VProg',
      { module, transport: TransportKind.ipc },
      { documentSelector: [{ language: 'vprog' }], initializationOptions: options, outputChannel: log },
    );
    this.#started = this.#client.start().catch(error => log.error('The language server did not start.', error));
  }

  /** The cells of the newest text that the server has; undefined where it cannot answer. */
  async cells(document: TextDocument): Promise<CellsResult | undefined> {
    await this.#started;
    if (!this.#client.isRunning()) return undefined;
    const params: CellsParams = { uri: this.#client.code2ProtocolConverter.asUri(document.uri) };
    return this.#client.sendRequest<CellsResult>(cellsMethod, params);
  }

  restart(): Promise<void> {
    return this.#client.restart();
  }

  dispose(): void {
    void this.#started.then(() => this.#client.dispose());
  }
}
