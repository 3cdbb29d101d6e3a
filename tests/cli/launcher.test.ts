import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The file that the manifest names as the command, in a project of its own whose dist/cli.mjs says what it was given.

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly bin: { readonly vprog: string } };
const old = "data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '20.1.0' } })";
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vprog-launcher-'));
  mkdirSync(join(folder, 'cli/bin'), { recursive: true });
  copyFileSync(resolve(manifest.bin.vprog), join(folder, 'cli/bin/vprog.mjs'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function launch(...options: readonly string[]) {
  const args = [...options, join(folder, 'cli/bin/vprog.mjs'), 'check', 'a b.vprog'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('without a build it says how to make one', () => {
  expect(launch()).toEqual({ status: 2, stdout: '', stderr: expect.stringContaining('npm run build') });
});

test('a recent Node runs the command in its own process', () => {
  mkdirSync(join(folder, 'dist'));
  const command = 'console.log(process.argv.slice(2).join("|")); process.exitCode = 3;\n';
  writeFileSync(join(folder, 'dist/cli.mjs'), command);
  expect(launch()).toEqual({ status: 3, stdout: 'check|a b.vprog\n', stderr: '' });
});

test('an old Node says what is needed', () => {
  const stderr = expect.stringMatching(/^VProg needs Node 22\.12 or later, and this is 20\.1\.0: .*\n$/);
  expect(launch('--import', old)).toEqual({ status: 2, stdout: '', stderr });
});

test('an old Node hands over to the one that was fetched', () => {
  const bin = join(folder, '.tools/node/node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(process.execPath, join(bin, 'node'));
  expect(launch('--import', old)).toEqual({ status: 3, stdout: 'check|a b.vprog\n', stderr: '' });
});
