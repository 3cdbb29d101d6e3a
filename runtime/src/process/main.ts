/**
 * The runtime's process: answers the requests of protocol.ts over the IPC channel of the process that forked it. Ends
 * with that channel, and by itself when nothing was asked for a while, since only that surely gives memory back.
 */
import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
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
import { served, signalOf } from './served.ts';

/** Seconds, as the host asks. */
const idleMs = Number(process.argv[2] ?? 600) * 1000;

const runtime = new Runtime();
const { connection, awake } = served(idleMs);

/** Else JSON-RPC would put words of its own before the sentence. */
const plainly = (error: unknown): never => {
  throw error instanceof VersionError ? new ResponseError(ErrorCodes.InvalidRequest, error.message) : error;
};

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

connection.listen();
