import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { int, str } from '../values.ts';
import { DiskCache } from './disk.ts';
import { StepCache } from './step-cache.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vprog-cache-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const key = (index: number) => index.toString(16).padStart(64, '0');
const files = async () => {
  const names = await readdir(folder, { recursive: true });
  const paths = names.map(name => join(folder, name));
  return (await Promise.all(paths.map(async path => ((await stat(path)).isFile() ? [path] : [])))).flat();
};
const result = { output: int(5), warnings: ['a warning'], marks: [] };

test('what one process wrote another reads', async () => {
  await new DiskCache(folder).put(key(1), Buffer.from('hello'));
  expect(String(await new DiskCache(folder).get(key(1)))).toBe('hello');
  expect(await new DiskCache(folder).get(key(2))).toBeUndefined();
});

test('the least recently used go when the folder is full', async () => {
  const disk = new DiskCache(folder, 10_000);
  for (let index = 0; index < 9; index++) {
    await disk.put(key(index), Buffer.alloc(1000, index));
    const time = new Date(Date.now() - 100_000 + index * 1000);
    await utimes(join(folder, key(index).slice(0, 2), key(index)), time, time);
  }
  await disk.get(key(0));
  await disk.put(key(9), Buffer.alloc(1000));
  await disk.put(key(10), Buffer.alloc(1000));
  const left = await Promise.all(Array.from({ length: 11 }, (_, index) => disk.get(key(index))));
  expect(left.map(bytes => bytes !== undefined)).toEqual([true, false, false, ...Array(8).fill(true)]);
});

test('unfinished files of a killed process are swept when old, and left when young', async () => {
  const old = join(folder, 'old.tmp');
  await writeFile(old, 'x');
  await utimes(old, 0, 0);
  await writeFile(join(folder, 'young.tmp'), 'x');
  await new DiskCache(folder).put(key(1), Buffer.from('x'));
  expect(existsSync(old)).toBe(false);
  expect(existsSync(join(folder, 'young.tmp'))).toBe(true);
});

test('a corrupt entry is a miss and removed', async () => {
  const costly = true;
  await new StepCache(new DiskCache(folder)).put(key(1), result, {}, costly);
  const [path] = await files();
  expect(await new StepCache(new DiskCache(folder)).get(key(1), {})).toEqual(result);
  const bytes = await readFile(path!);
  bytes[bytes.length - 3]! ^= 1;
  await writeFile(path!, bytes);
  const cache = new StepCache(new DiskCache(folder));
  expect(await cache.get(key(1), {})).toBeUndefined();
  expect(await files()).toEqual([]);
  await cache.put(key(1), result, {}, costly);
  expect(await new StepCache(new DiskCache(folder)).get(key(1), {})).toEqual(result);
});

test('cheap results stay in memory, and clearing forgets all', async () => {
  const cache = new StepCache(new DiskCache(folder));
  await cache.put(key(1), result, {}, false);
  expect(await files()).toEqual([]);
  expect(await cache.get(key(1), {})).toBe(result);
  await cache.put(key(2), result, {}, true);
  await cache.clear();
  expect(await cache.get(key(1), {})).toBeUndefined();
  expect(await new StepCache(new DiskCache(folder)).get(key(2), {})).toBeUndefined();
});

test('the memory is bounded by bytes', async () => {
  const cache = new StepCache(undefined, 100_000);
  for (let index = 0; index < 10; index++) {
    await cache.put(key(index), { ...result, output: str('x'.repeat(10_000)) }, {}, false);
  }
  expect(await cache.get(key(0), {})).toBeUndefined();
  expect(await cache.get(key(9), {})).toBeDefined();
});

test('a folder that cannot be written is an empty cache', async () => {
  const file = join(folder, 'file');
  await writeFile(file, 'in the way');
  const disk = new DiskCache(join(file, 'steps'));
  await disk.put(key(1), Buffer.from('x'));
  expect(await disk.get(key(1))).toBeUndefined();
  await disk.clear();
});

/** A process that writes entries of a megabyte under a few keys until it is killed. */
function writer() {
  const program = `
    const { DiskCache } = await import(${JSON.stringify(join(import.meta.dirname, 'disk.ts'))});
    const disk = new DiskCache(${JSON.stringify(folder)});
    for (let round = 0; ; round++) await disk.put((round % 4).toString(16).padStart(64, '0'), Buffer.alloc(1 << 20, round));
  `;
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
}

test('several processes write the same entries and one is killed: every entry is whole', async () => {
  const writers = [writer(), writer()];
  const disk = new DiskCache(folder);
  const whole = (bytes: Buffer) => bytes.length === 1 << 20 && bytes.every(byte => byte === bytes[0]);
  let seen = 0;
  while (seen < 40 && writers.every(({ exitCode }) => exitCode === null)) {
    const bytes = await disk.get(key(seen % 4));
    if (bytes === undefined) await sleep(20);
    else {
      expect(whole(bytes)).toBe(true);
      seen++;
    }
  }
  expect(seen).toBe(40);
  for (const child of writers) {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
  for (const path of (await files()).filter(name => !name.endsWith('.tmp'))) {
    expect(whole(await readFile(path))).toBe(true);
  }
});
