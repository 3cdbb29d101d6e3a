import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ImageFiles } from './files.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vprog-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

const png = (width: number) =>
  sharp({ create: { width, height: 8, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();

test('an unchanged file is decoded once, even for two that ask at the same time', async () => {
  const path = join(folder, 'a.png');
  await writeFile(path, await png(8));
  const files = new ImageFiles();
  const [first, second] = await Promise.all([files.load(path), files.load(path)]);
  expect(second.pixels).toBe(first.pixels);
  expect((await files.load(path)).pixels).toBe(first.pixels);
  await writeFile(path, await png(9));
  expect((await files.load(path)).pixels.width).toBe(9);
});

test('a picture larger than the memory is decoded each time', async () => {
  const path = join(folder, 'large.png');
  await writeFile(path, await png(100));
  const files = new ImageFiles(1000);
  const first = await files.load(path);
  expect(first.pixels.width).toBe(100);
  expect((await files.load(path)).pixels).not.toBe(first.pixels);
});

test('an error is not remembered', async () => {
  const path = join(folder, 'late.png');
  const files = new ImageFiles();
  await expect(files.load(path)).rejects.toMatchObject({ code: 'VP711' });
  await writeFile(path, 'no image');
  await expect(files.load(path)).rejects.toMatchObject({ code: 'VP712' });
  await writeFile(path, await png(3));
  expect((await files.load(path)).pixels.width).toBe(3);
});
