import { served, signalOf } from '@vprog/runtime/served';
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
  const { connection, awake: alive } = served(idleMs);
  /** Rejects with what can cross the border. */
  const awake = <T>(work: () => Promise<T>): Promise<T> =>
    alive(work).catch((error: unknown) => {
      throw packError(error);
    });

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

  // A terminal's Ctrl-C comes here too; it is the host that ends the work in order, or this process.
  process.on('SIGINT', () => undefined);
  connection.listen();
}
