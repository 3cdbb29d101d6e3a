import { describe, expect, test } from 'vitest';
import { paint } from '../modules/testing.ts';
import { blend, blur, grey, scaled } from './filters.ts';
import { rasterOf } from './raster.ts';

test.each([
  [[255, 0, 0], 76],
  [[0, 255, 0], 150],
  [[0, 0, 255], 29],
  [[255, 255, 255], 255],
] as const)("%o is grey %i, as Pillow's", (colour, luma) => {
  const { data } = grey(rasterOf(paint(2, 1, () => colour)));
  expect([...data]).toEqual(Array(6).fill(luma));
});

test('a blur spreads as a Gaussian of its deviation and keeps the size', async () => {
  const { width, height, data } = await blur(rasterOf(paint(61, 61, x => (x < 30 ? [0, 0, 0] : [200, 200, 200]))), 5);
  expect([width, height, data.length]).toEqual([61, 61, 61 * 61 * 3]);
  const at = (x: number) => data[(30 * 61 + x) * 3]!;
  // One deviation from the edge, which lies between 29 and 30: 0.16 and 0.84 of the step.
  expect(Math.abs(at(24) - 27)).toBeLessThan(5);
  expect(Math.abs(at(35) - 173)).toBeLessThan(5);
});

test('a blur leaves one colour as it is', async () => {
  for (let sigma = 0.1; sigma < 35; sigma *= 1.1) {
    const { data } = await blur(rasterOf(paint(20, 10, () => [255, 128, 40])), sigma);
    expect(new Set(data)).toEqual(new Set([255, 128, 40]));
  }
});

test('a blend follows the mask', () => {
  const over = rasterOf(paint(3, 1, () => [255, 100, 0]));
  const under = rasterOf(paint(3, 1, () => [0, 100, 255]));
  const { data } = blend(over, under, { width: 3, height: 1, channels: 1, data: Uint8Array.of(255, 51, 0) });
  expect([...data]).toEqual([255, 100, 0, 51, 100, 204, 0, 100, 255]);
});

describe('scaled', () => {
  test.each([
    [640, 480, 2],
    [480, 640, 2],
    [320, 1, 1],
    [1280, 720, 4],
  ])('2 at 640 is for %i x %i %i', (width, height, expected) => {
    expect(scaled({ width, height }, 2)).toBe(expected);
  });
});
