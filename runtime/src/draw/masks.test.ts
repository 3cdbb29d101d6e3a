import { describe, expect, test } from 'vitest';
import { cut, feather, filled, rectangle, soften, union } from './masks.ts';

const box = (x1: number, y1: number, x2: number, y2: number) => ({ x1, y1, x2, y2 });
const rows = (data: Uint8Array, width: number) =>
  Array.from({ length: data.length / width }, (_, y) => [...data.subarray(y * width, (y + 1) * width)].join(' '));

test('a rectangle is all of its box, and nothing of an empty one', () => {
  expect([...rectangle(box(3, 4, 5, 7)).alpha]).toEqual(Array(6).fill(255));
  expect(rectangle(box(3, 4, 3, 9)).alpha).toHaveLength(0);
});

test('a union takes the strongest, and leaves out what is outside the picture', () => {
  const faint = { box: box(0, 1, 3, 3), alpha: Uint8Array.of(9, 9, 9, 9, 9, 9) };
  const { width, height, data } = union([rectangle(box(2, 2, 9, 9)), faint, rectangle(box(-5, -5, 1, 1))], 4, 3);
  expect([width, height]).toEqual([4, 3]);
  expect(rows(data, 4)).toEqual(['255 0 0 0', '9 9 9 0', '9 9 255 255']);
  expect(union([], 1, 1).data).toEqual(Uint8Array.of(0));
});

test('a cut keeps the part in the box, zero where the mask does not reach', () => {
  const mask = { box: box(1, 1, 3, 3), alpha: Uint8Array.of(1, 2, 3, 4) };
  expect(rows(cut(mask, box(2, 0, 5, 3)).alpha, 3)).toEqual(['0 0 0', '2 0 0', '4 0 0']);
});

test('filled is the share above one half', () => {
  expect(filled({ box: box(0, 0, 4, 1), alpha: Uint8Array.of(0, 127, 128, 255) })).toBe(0.5);
  expect(filled(rectangle(box(0, 0, 0, 0)))).toBe(0);
});

describe('edges', () => {
  const half = union([rectangle(box(0, 0, 20, 40))], 40, 40);
  const line = (data: Uint8Array) => data.subarray(20 * 40, 21 * 40);

  test('soften to one half at the edge, falling from inside to outside', async () => {
    const { data, width, height } = await soften(half, 3);
    expect([width, height, data.length]).toEqual([40, 40, 1600]);
    const across = [...line(data)];
    expect(across).toEqual([...across].sort((a, b) => b - a));
    expect(across[0]).toBe(255);
    expect(across[39]).toBe(0);
    expect((across[19]! + across[20]!) / 2).toBeCloseTo(127.5, -0.5);
  });
  test('feather outwards only', async () => {
    const across = [...line((await feather(half, 3)).data)];
    expect(new Set(across.slice(0, 20))).toEqual(new Set([255]));
    expect(across[20]).toBeLessThan(255);
    expect(across[20]).toBeGreaterThan(200);
    expect(across[21]).toBeGreaterThan(0);
    expect(across[39]).toBe(0);
  });
  test('one pixel is fine', async () => {
    expect([...(await feather(union([rectangle(box(0, 0, 1, 1))], 1, 1), 5)).data]).toEqual([255]);
  });
});
