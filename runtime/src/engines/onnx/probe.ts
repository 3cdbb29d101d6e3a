import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Provider } from '../../devices/providers.ts';

export type Probe =
  /** Milliseconds of a product of two matrices of 1024 x 1024. */
  { readonly usable: true; readonly ms: number } | { readonly usable: false; readonly reason: string };

/** Beside this file, among the sources as in the bundle. */
const child = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './probe-child.ts' : './probe.mjs', import.meta.url),
);

/** Tries the provider in a process of its own, which is killed after `timeoutMs`. Never rejects. */
export function probeProvider(provider: Provider, timeoutMs = 20_000): Promise<Probe> {
  return new Promise(resolve => {
    const failed = (reason: string) => resolve({ usable: false, reason });
    const process = fork(child, [provider], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      process.kill('SIGKILL');
    }, timeoutMs);
    process.on('message', answer => {
      if (typeof answer === 'number') resolve({ usable: true, ms: answer });
      else failed(String(answer));
    });
    process.on('error', error => {
      clearTimeout(timer);
      failed(error.message);
    });
    process.on('exit', (code, signal) => {
      clearTimeout(timer);
      const reason = late
        ? `it gave no answer within ${timeoutMs / 1000} seconds`
        : `it ended its process with ${signal ?? `status ${code}`}`;
      // An answer may still be on its way when the process has ended.
      if (process.connected) process.on('disconnect', () => failed(reason));
      else failed(reason);
    });
  });
}

/** Of ONNX Runtime, such as `1.30.0`. */
export function onnxRuntimeVersion(): string {
  return (createRequire(import.meta.url)('onnxruntime-node/package.json') as { readonly version: string }).version;
}
