/**
 * The runtime's process: answers the requests of protocol.ts over the IPC channel of the process that forked it. Ends
 * with that channel, and by itself when nothing was asked for a while, since only that surely gives memory back.
 */
import {
  type CancellationToken,
  createMessageConnection,
  ErrorCodes,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
} from 'vscode-jsonrpc/node';
import {
  activateVersionRequest,
  clearCacheRequest,
  devicesRequest,
  modelsRequest,
  pictureRequest,
  runRequest,
  stepNotification,
  versionsRequest,
} from '../protocol.ts';
import { Runtime } from '../runtime.ts';
import { VersionError } from '../store/version.ts';

/** Seconds, as the host asks. */
const idleMs = Number(process.argv[2] ?? 600) * 1000;

const runtime = new Runtime();
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));

let working = 0;
let idle: NodeJS.Timeout | undefined;

/** Keeps the process for the time of `work` and a while after. */
async function awake<T>(work: () => Promise<T>): Promise<T> {
  working++;
  clearTimeout(idle);
  try {
    return await work();
  } finally {
    if (--working === 0) idle = setTimeout(() => process.disconnect?.(), idleMs);
  }
}

/** Else JSON-RPC would put words of its own before the sentence. */
const plainly = (error: unknown): never => {
  throw error instanceof VersionError ? new ResponseError(ErrorCodes.InvalidRequest, error.message) : error;
};

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

connection.onRequest(runRequest, (params, token) =>
  awake(() =>
    runtime.run(params, {
      onStep: event => void connection.sendNotification(stepNotification, event),
      signal: signalOf(token),
    }),
  ),
);
connection.onRequest(pictureRequest, params => awake(() => runtime.picture(params)));
connection.onRequest(devicesRequest, () => awake(() => runtime.devices()));
connection.onRequest(modelsRequest, params => awake(() => runtime.models(params)));
connection.onRequest(versionsRequest, params => awake(() => runtime.versions(params)).catch(plainly));
connection.onRequest(activateVersionRequest, params => awake(() => runtime.activateVersion(params)).catch(plainly));
connection.onRequest(clearCacheRequest, () => awake(() => runtime.clearCache()));

process.on('disconnect', () => process.exit(0));
connection.listen();
