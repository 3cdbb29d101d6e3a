import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { defaultLimits } from '@vprog/language';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeFile } from './decode.ts';

const photos = join(import.meta.dirname, '../../../examples/photos');
const red = { r: 192, g: 48, b: 32 };
const solid = (width = 40, height = 20) => sharp({ create: { width, height, channels: 3, background: red } });
const halfRed = () =>
  sharp({ create: { width: 4, height: 2, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } } });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vprog-images-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function saved(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

/** A PNG whose header claims a size that its data does not have. */
function lyingPng(width: number, height: number): Uint8Array {
  const chunk = (name: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const edges = Buffer.alloc(8);
    edges.writeUInt32BE(data.length, 0);
    edges.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([edges.subarray(0, 4), body, edges.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const data = chunk('IDAT', deflateSync(Buffer.alloc(10)));
  return Buffer.concat([signature, chunk('IHDR', header), data, chunk('IEND', Buffer.alloc(0))]);
}

describe('every kind of file becomes 8-bit RGB', () => {
  const rows: readonly [name: string, make: () => Promise<Uint8Array>, rgb: readonly number[], tolerance: number][] = [
    ['jpeg', () => solid().jpeg().toBuffer(), [192, 48, 32], 3],
    ['cmyk jpeg', () => solid().toColourspace('cmyk').jpeg().toBuffer(), [192, 48, 32], 30],
    ['grey png', () => solid().toColourspace('b-w').png().toBuffer(), [102, 102, 102], 2],
    ['16-bit grey png', () => solid().toColourspace('grey16').png().toBuffer(), [102, 102, 102], 2],
    ['16-bit png', () => solid().toColourspace('rgb16').png().toBuffer(), [192, 48, 32], 1],
    ['palette png', () => solid().png({ palette: true }).toBuffer(), [192, 48, 32], 1],
    ['wide gamut jpeg', () => solid().withIccProfile('p3').jpeg().toBuffer(), [192, 48, 32], 4],
    ['alpha lies on white', () => halfRed().png().toBuffer(), [255, 127, 127], 1],
    ['16-bit alpha lies on white', () => halfRed().toColourspace('rgb16').png().toBuffer(), [255, 127, 127], 1],
    ['webp', () => solid().webp().toBuffer(), [192, 48, 32], 6],
    ['gif', () => solid().gif().toBuffer(), [192, 48, 32], 3],
    ['tiff', () => solid().tiff().toBuffer(), [192, 48, 32], 3],
    ['avif', () => solid().avif().toBuffer(), [192, 48, 32], 6],
    ['one pixel', () => solid(1, 1).png().toBuffer(), [192, 48, 32], 0],
  ];
  test.each(rows)('%s', async (name, make, rgb, tolerance) => {
    const { pixels } = await decodeFile(await saved(name, await make()));
    expect(pixels.data.length).toBe(pixels.width * pixels.height * 3);
    const last = [...pixels.data.subarray(-3)];
    for (const [c, value] of rgb.entries()) expect(Math.abs(last[c]! - value)).toBeLessThanOrEqual(tolerance);
  });
});

test('the orientation tag turns the picture', async () => {
  const halves = sharp({ create: { width: 64, height: 32, channels: 3, background: '#00f' } }).composite([
    { input: { create: { width: 32, height: 32, channels: 3, background: '#f00' } }, left: 0, top: 0 },
  ]);
  const path = await saved('turned.jpg', await halves.withMetadata({ orientation: 6 }).jpeg().toBuffer());
  const { pixels } = await decodeFile(path);
  expect([pixels.width, pixels.height]).toEqual([32, 64]);
  expect(pixels.data[0]).toBeGreaterThan(240);
  expect(pixels.data.at(-1)).toBeGreaterThan(240);
});

test.each(['gif', 'webp'] as const)('an animated %s gives its first frame', async format => {
  const frames = Buffer.concat([Buffer.alloc(16 * 16 * 3, 200), Buffer.alloc(16 * 16 * 3, 20)]);
  const animation = sharp(frames, { raw: { width: 16, height: 32, channels: 3, pageHeight: 16 } });
  const path = await saved(`animated.${format}`, await animation.toFormat(format).toBuffer());
  expect((await sharp(path).metadata()).pages).toBe(2);
  const { pixels } = await decodeFile(path);
  expect([pixels.width, pixels.height]).toEqual([16, 16]);
  expect(pixels.data[0]).toBeGreaterThan(190);
});

test('the digest of a file is that of its bytes', async () => {
  const path = join(photos, 'dog.jpg');
  const { sha256, pixels } = await decodeFile(path);
  expect(sha256).toBe(
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  );
  expect([pixels.width, pixels.height]).toEqual([512, 512]);
});

describe('a bad file is one clear error', () => {
  const photo = (name: string) => readFile(join(photos, name));
  const cut = async (bytes: Promise<Uint8Array>, length: number) => (await bytes).subarray(0, length);
  const rows: readonly [name: string, code: string, make: () => Promise<Uint8Array>, says: RegExp][] = [
    ['text.jpg', 'VP712', async () => Buffer.from('Dear diary, this is no picture.'), /not an image/],
    ['empty.png', 'VP712', async () => Buffer.alloc(0), /empty/],
    [
      'drawing.svg',
      'VP712',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      /not an image/,
    ],
    ['half.jpg', 'VP713', () => cut(photo('dog.jpg'), 20000), /truncated or corrupt/],
    ['start.jpg', 'VP713', () => cut(photo('dog.jpg'), 100), /truncated or corrupt/],
    ['half.png', 'VP713', () => cut(solid(300, 300).png({ compressionLevel: 0 }).toBuffer(), 5000), /truncated/],
    ['half.webp', 'VP713', () => cut(sharp(join(photos, 'dog.jpg')).webp().toBuffer(), 9000), /truncated/],
    ['bomb.png', 'VP714', async () => lyingPng(100_000, 100_000), /100000 x 100000 pixels.*100 megapixels/],
    ['lie.png', 'VP713', async () => lyingPng(500, 500), /truncated or corrupt/],
  ];
  test.each(rows)('%s is %s', async (name, code, make, says) => {
    const path = await saved(name, await make());
    const error = await decodeFile(path).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'RunError', code, message: expect.stringMatching(says) });
    expect(error).toMatchObject({ message: expect.stringContaining(path) });
    expect((error as Error).message).not.toContain('\n');
  });

  test('missing', async () => {
    const missing = { code: 'VP711', exception: 'FileNotFoundError' };
    await expect(decodeFile(join(folder, 'nowhere.jpg'))).rejects.toMatchObject(missing);
    const below = join(await saved('file', Buffer.from('x')), 'picture.jpg');
    await expect(decodeFile(below)).rejects.toMatchObject(missing);
  });

  test('a folder', async () => {
    const path = join(folder, 'pictures.jpg');
    await mkdir(path);
    await expect(decodeFile(path)).rejects.toMatchObject({ code: 'VP712', message: expect.stringContaining('folder') });
  });

  test('above the limits that were set', async () => {
    const path = await saved('large.png', await solid(100, 100).png().toBuffer());
    await expect(decodeFile(path, { ...defaultLimits, megapixels: 0.009999 })).rejects.toMatchObject({ code: 'VP714' });
    await expect(decodeFile(path, { ...defaultLimits, fileMB: 50 / 2 ** 20 })).rejects.toMatchObject({ code: 'VP714' });
    await expect(decodeFile(path, { ...defaultLimits, megapixels: 0.01 })).resolves.toBeDefined();
  });
});
