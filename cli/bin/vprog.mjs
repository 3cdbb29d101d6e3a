#!/usr/bin/env node
// Starts dist/cli.mjs in a Node that is recent enough: this one, or the one that ./run and ./test have fetched.
// Plain JavaScript that every Node since 14 reads, so that an old one can say what is the matter.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const command = new URL('../../dist/cli.mjs', import.meta.url);
const fetched = fileURLToPath(new URL('../../.tools/node/node_modules/.bin/node', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);

if (!existsSync(command)) {
  console.error('VProg is not built: run `npm run build`, or ./run, which does all that is needed.');
  process.exitCode = 2;
} else if (major > 22 || (major === 22 && minor >= 12)) {
  await import(command.href);
} else if (existsSync(fetched)) {
  const child = spawn(fetched, [fileURLToPath(command), ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal's Ctrl-C reaches the child by itself; it says when it has ended.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (status, signal) => {
    process.exitCode = status === null ? 128 + (signal === 'SIGINT' ? 2 : 15) : status;
  });
} else {
  console.error(
    `VProg needs Node 22.12 or later, and this is ${process.versions.node}: run ./run once, which fetches one for itself, or see https://nodejs.org.`,
  );
  process.exitCode = 2;
}
