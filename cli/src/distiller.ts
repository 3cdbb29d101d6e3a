import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DistillHost } from '@vprog/distill/host';
import { CancelledError, exitStatus, ModelError, UsageError } from './exit.ts';
import { note } from './text.ts';

/** The program of the distilling process: beside the bundle, or among the sources. */
function entry(): string {
  const bundled = join(import.meta.dirname, 'distill.mjs');
  return existsSync(bundled) ? bundled : join(import.meta.dirname, '../../distill/src/process/main.ts');
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds that a cancelled distillation gets to end; the host kills its process before. */
const patienceMs = 3000;

/**
 * Lends a distilling process to `use` and ends it after. Ctrl-C and requests to terminate abort `signal`, and end this
 * process where that is not heard, or at the second time. What the process rejects with becomes an error with the exit
 * status that it asks for.
 */
export async function withDistiller<T>(use: (host: DistillHost, signal: AbortSignal) => Promise<T>): Promise<T> {
  const host = new DistillHost({ entry: entry(), log: note });
  const controller = new AbortController();
  const dispose = () => host.dispose();
  const cancel = () => {
    const now = () => process.exit(exitStatus.cancelled);
    if (controller.signal.aborted) now();
    controller.abort();
    setTimeout(now, patienceMs).unref();
  };
  process.on('exit', dispose);
  for (const signal of signals) process.on(signal, cancel);
  try {
    return await use(host, controller.signal);
  } catch (error) {
    throw mapped(error);
  } finally {
    for (const signal of signals) process.off(signal, cancel);
    process.off('exit', dispose);
    dispose();
  }
}

/** By name and fault, since errors of another process have no class here. */
function mapped(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof CancelledError) return error;
  if (error.name === 'Cancelled') {
    return new CancelledError('Cancelled; what is finished is kept: the same command goes on from there.');
  }
  const fault = 'fault' in error ? error.fault : undefined;
  if (fault === 'data') return new UsageError(error.message);
  return fault === 'model' ? new ModelError(error.message) : error;
}

/** A signal as the host's requests take it. */
export const tokenOf = (signal: AbortSignal) => ({
  get isCancellationRequested() {
    return signal.aborted;
  },
  onCancellationRequested(listener: () => void) {
    signal.addEventListener('abort', listener, { once: true });
    return { dispose: () => signal.removeEventListener('abort', listener) };
  },
});
