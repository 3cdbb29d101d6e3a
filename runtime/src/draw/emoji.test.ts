import { describe, expect, test } from 'vitest';
import { paint, pixelAt } from '../modules/testing.ts';
import { canvasOf } from './canvas.ts';
import { drawEmoji, emojiNames, findEmoji } from './emoji.ts';
import { pictureOf } from './raster.ts';

const blue = paint(40, 40, () => [0, 0, 255]);

async function drawn(name: string, left: number, top: number, size: number) {
  const canvas = canvasOf(blue);
  await drawEmoji(canvas, findEmoji(name)!, left, top, size);
  return pictureOf(canvas);
}

test.each([
  'face_with_tongue',
  'smiling_face_with_sunglasses',
  'smiling_face',
  'winking_face',
  'Winking Face',
  ' winking-face ',
  'dizzy_face',
  'hugging_face',
])('%s is known', name => {
  expect(findEmoji(name)).toContain('<path');
});

test.each(['', 'winking', '../winking_face', 'constructor', '__proto__', 'x'.repeat(10_000)])('%j is not', name => {
  expect(findEmoji(name)).toBeUndefined();
});

test('each of the names draws something', async () => {
  expect(emojiNames().length).toBeGreaterThan(150);
  for (const name of emojiNames()) {
    expect((await drawn(name, 4, 4, 32)).pixels.sha256, name).not.toBe(blue.pixels.sha256);
  }
});

describe('the drawing', () => {
  test('is yellow in its square and nothing outside', async () => {
    const picture = await drawn('smiling_face', 10, 10, 20);
    const [red, green, low] = pixelAt(picture, 20, 14);
    expect(Math.min(red, green)).toBeGreaterThan(150);
    expect(low).toBeLessThan(120);
    for (const [x, y] of [
      [9, 20],
      [30, 20],
      [20, 9],
      [20, 30],
      [10, 10],
    ] as const)
      expect(pixelAt(picture, x, y)).toEqual([0, 0, 255]);
  });
  test('over the edge is the part inside, in place', async () => {
    const inside = await drawn('smiling_face', 0, 0, 40);
    const canvas = canvasOf(paint(20, 40, () => [0, 0, 255]));
    await drawEmoji(canvas, findEmoji('smiling_face')!, -20, 0, 40);
    const right = pictureOf(canvas);
    for (let y = 0; y < 40; y++) {
      for (let x = 0; x < 20; x++) {
        pixelAt(right, x, y).forEach((value, c) => {
          expect(Math.abs(value - pixelAt(inside, x + 20, y)[c]!)).toBeLessThan(12);
        });
      }
    }
  });
  test('a million pixels wide costs no more than the picture, and none leaves it as it is', async () => {
    expect(pixelAt(await drawn('smiling_face', -5e5, -2e5, 1e6), 20, 20)).not.toEqual([0, 0, 255]);
    for (const [left, size] of [
      [0, 0],
      [50, 10],
      [-20, 10],
    ] as const) {
      expect((await drawn('smiling_face', left, 0, size)).pixels.sha256).toBe(blue.pixels.sha256);
    }
  });
});
