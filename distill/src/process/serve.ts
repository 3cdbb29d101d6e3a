import {
  type CancellationToken,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Distiller } from '../distiller.ts';
import {
  discardRequest,
  distillRequest,
  estimateRequest,
  exportRequest,
  keepRequest,
  progressNotification,
} from '../protocol.ts';
import { packError } from './errors.ts';

/** What does the work. */
export type Worker = Pick<Distiller, 'estimate' | 'distill' | 'keep' | 'discard' | 'export'>;

/**
 * Answers the requests of protocol.ts over the IPC channel of the process that forked this one. Ends with that channel,
 * and by itself when nothing was asked for `idleMs` milliseconds.
 */
export function serve(worker: Worker, idleMs: number): void {
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  let working = 0;
  let idle: NodeJS.Timeout | undefined;

  /** Keeps the process for the time of `work` and a while after; rejects with what can cross the border. */
  async function awake<T>(work: () => Promise<T>): Promise<T> {
    working++;
    clearTimeout(idle);
    try {
      return await work();
    } catch (error) {
      throw packError(error);
    } finally {
      if (--working === 0) idle = setTimeout(() => process.disconnect?.(), idleMs);
    }
  }

  connection.onRequest(estimateRequest, params => awake(() => worker.estimate(params)));
  connection.onRequest(distillRequest, (params, token) =>
    awake(() =>
      worker.distill(params, {
        onProgress: progress => void connection.sendNotification(progressNotification, progress),
        signal: signalOf(token),
      }),
    ),
  );
  connection.onRequest(keepRequest, ({ job, config }) => awake(() => worker.keep(job, config)));
  connection.onRequest(discardRequest, ({ job }) => awake(() => worker.discard(job)));
  connection.onRequest(exportRequest, params => awake(() => worker.export(params)));

  process.on('disconnect', () => process.exit(0));
  // A terminal's Ctrl-C comes here too; it is the host that ends the work in order, or this process.
  process.on('SIGINT', () => undefined);
  connection.listen();
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
