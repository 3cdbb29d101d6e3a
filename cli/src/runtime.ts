import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RuntimeHost } from '@vprog/runtime/host';
import { exitStatus } from './exit.ts';
import { note } from './text.ts';

/** The program of the runtime's process: beside the bundle, or among the sources. */
function entry(): string {
  const bundled = join(import.meta.dirname, 'runtime.mjs');
  return existsSync(bundled) ? bundled : join(import.meta.dirname, '../../runtime/src/process/main.ts');
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Lends a runtime process to `use` and ends it after, also where this process ends before. Ctrl-C and requests to
 * terminate end both at once, also in the middle of a model's call, which blocks the runtime but not this process.
 */
export async function withRuntime<T>(use: (runtime: RuntimeHost) => Promise<T>): Promise<T> {
  const runtime = new RuntimeHost({ entry: entry(), log: note });
  const dispose = () => runtime.dispose();
  const cancel = () => {
    note('Cancelled.');
    process.exit(exitStatus.cancelled);
  };
  process.on('exit', dispose);
  for (const signal of signals) process.on(signal, cancel);
  try {
    return await use(runtime);
  } finally {
    for (const signal of signals) process.off(signal, cancel);
    process.off('exit', dispose);
    dispose();
  }
}
