import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from '@vprog/distill/bench';

/** The program that measures training: beside the bundle, or among the sources. */
function entry(): string {
  const bundled = join(import.meta.dirname, 'bench.mjs');
  return existsSync(bundled) ? bundled : join(import.meta.dirname, '../../../distill/src/bench/main.ts');
}

/** What training costs; its remarks go to standard error as they come. Rejects where it ends without figures. */
export function benchTrain({ quick }: { readonly quick: boolean }): Promise<readonly Row[]> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [entry(), ...(quick ? ['--quick'] : [])], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const end = () => child.kill();
    process.on('exit', end);
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    child.on('error', fail);
    child.on('close', (code, signal) => {
      process.off('exit', end);
      if (code === 0) done(JSON.parse(text) as Row[]);
      else fail(new Error(`The measurement of training ended without figures (${signal ?? `exit status ${code}`}).`));
    });
  });
}
