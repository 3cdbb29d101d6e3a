import {
  type Connection,
  createConnection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
} from 'vscode-languageserver/node';
import type { InitializationOptions } from '../protocol.ts';
import { clientFeatures, serverCapabilities } from './capabilities.ts';
import { configDiagnostics, pushDiagnostics } from './diagnostics.ts';
import { Documents } from './documents.ts';
import { Environments, type Settings } from './environment.ts';
import { findPackageRoot, pathOf } from './files.ts';
import { createHandle } from './handler.ts';
import { registerFeatures } from './register.ts';

/** Over standard input and output with `--stdio` on the command line, over the parent's channel with `--node-ipc`. */
export const connect = (): Connection => createConnection();

/** Serves one client until it says `exit`, which ends the process: status 0 after `shutdown`, else 1. */
export function startServer(connection: Connection): void {
  connection.onInitialize(async params => {
    const client = clientFeatures(params.capabilities);
    const root = await findPackageRoot();
    const configs = configDiagnostics(connection);
    const environments = new Environments(settings(params), configs.report);
    const documents = new Documents(environments);
    const handle = createHandle(documents, connection.console);
    /** A client may refuse what it is asked; that is no reason to stop. */
    const ask = (request: Promise<unknown>): void =>
      void request.catch(error => connection.console.warn(`The client refused: ${error}`));

    registerFeatures(connection, handle, client, root);
    const push = client.pullDiagnostics ? undefined : pushDiagnostics(connection, documents, root);
    connection.onDidChangeWatchedFiles(() => {
      environments.refresh();
      configs.clear();
      if (client.refresh.diagnostics) ask(connection.languages.diagnostics.refresh());
      if (client.refresh.semanticTokens) ask(connection.languages.semanticTokens.refresh());
      if (client.refresh.inlayHints) ask(connection.languages.inlayHint.refresh());
      push?.();
    });
    connection.onInitialized(() => {
      if (client.watchFiles)
        ask(connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: watchedFiles }));
    });
    documents.listen(connection);
    return { capabilities: serverCapabilities(client), serverInfo: { name: 'vprog' } };
  });
  connection.listen();
}

const watchedFiles = [
  { globPattern: '**/vprog.json' },
  { globPattern: '**/*.{jpg,jpeg,png,webp,gif,avif,tif,tiff,bmp,JPG,JPEG,PNG}' },
];

/** What the client said at start, as far as it has the right shape. */
function settings({ initializationOptions, workspaceFolders, rootUri }: InitializeParams): Settings {
  const models: unknown = (initializationOptions as Partial<InitializationOptions> | null | undefined)?.models;
  const workspace = pathOf(workspaceFolders?.[0]?.uri ?? rootUri ?? '');
  return {
    ...(typeof models === 'string' ? { models } : {}),
    ...(workspace === undefined ? {} : { workspace }),
  };
}
