import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from './testing.ts';
import { diskReason, writeWhole } from './write-whole.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

test('makes the folder, and replaces what is there', async () => {
  const path = join(folder.path, 'a/b.txt');
  for (const text of ['one', 'two']) {
    await writeWhole(path, text);
    expect(await readFile(path, 'utf8')).toBe(text);
  }
  expect(await readdir(join(folder.path, 'a'))).toEqual(['b.txt']);
});

test('a failure leaves nothing behind, and its own words where the disk is not full', async () => {
  await mkdir(join(folder.path, 'taken'));
  const error = await writeWhole(join(folder.path, 'taken'), 'x').catch(thrown => thrown);
  expect(error.message).toMatch(/^E\w+: /);
  expect(diskReason(error)).toBeUndefined();
  expect(await readdir(folder.path)).toEqual(['taken']);
});

test.each(['ENOSPC', 'EDQUOT', 'EFBIG'])('%s is a full disk', code => {
  expect(diskReason(Object.assign(new Error('no'), { code }))).toBe('The disk is full: free some space and try again.');
});
test.each([undefined, null, 'ENOSPC', new Error('ENOSPC')])('%s is none', error => {
  expect(diskReason(error)).toBeUndefined();
});

// A limit on the size of files stands for a full disk: what is written up to it is there, and the rest is refused.
test.skipIf(process.platform === 'win32')('a file that does not fit says so, and the old one stays', async () => {
  const path = join(folder.path, 'file.txt');
  await writeFile(path, 'old');
  const script = join(folder.path, 'write.mjs');
  await writeFile(
    script,
    `import { writeWhole } from ${JSON.stringify(join(import.meta.dirname, 'write-whole.ts'))};
    await writeWhole(${JSON.stringify(path)}, 'x'.repeat(100_000)).catch(error => console.log(error.message));`,
  );
  const limited = ['-c', 'ulimit -f 16 && exec "$0" "$1"', process.execPath, script];
  const { stdout } = await promisify(execFile)('sh', limited);
  expect(stdout).toBe('The disk is full: free some space and try again.\n');
  expect(await readFile(path, 'utf8')).toBe('old');
  expect((await readdir(folder.path)).sort()).toEqual(['file.txt', 'write.mjs']);
});
