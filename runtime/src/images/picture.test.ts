import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Picture } from '../values.ts';
import { encodePicture } from './encode.ts';
import { modelInput, place } from './input.ts';
import { pictureData, pictureId, viewOf, wholePicture } from './picture.ts';
import { makePixels } from './pixels.ts';

/** Red is the column, green the row, blue 7. */
function ramp(width: number, height: number): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set([x, y, 7], (y * width + x) * 3);
  return wholePicture(makePixels(width, height, data));
}

describe('crops', () => {
  const whole = ramp(20, 10);
  const crop = viewOf(whole, { x1: 5, y1: 2, x2: 9, y2: 4 });

  test('are views in coordinates of the picture cut', () => {
    expect(crop.pixels).toBe(whole.pixels);
    const inner = viewOf(crop, { x1: 1, y1: 1, x2: 3, y2: 2 });
    expect(inner.region).toEqual({ x1: 6, y1: 3, x2: 8, y2: 4 });
    expect(pictureData(inner)).toEqual(Uint8Array.of(6, 3, 7, 7, 3, 7));
    expect(pictureData(viewOf(whole, { x1: 0, y1: 3, x2: 20, y2: 4 })).subarray(0, 4)).toEqual(
      Uint8Array.of(0, 3, 7, 1),
    );
  });
  test('have an identity by content', () => {
    expect(pictureId(whole)).toBe(pictureId(ramp(20, 10)));
    expect(pictureId(whole)).not.toBe(pictureId(ramp(10, 20)));
    expect(pictureId(crop)).not.toBe(pictureId(whole));
    expect(pictureId(crop)).toBe(pictureId(viewOf(ramp(20, 10), { x1: 5, y1: 2, x2: 9, y2: 4 })));
  });
});

describe('resizing', () => {
  const plain = { name: 'x', layout: 'NHWC', channels: 'RGB', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] } as const;
  const resized = (picture: Picture, width: number, height: number): number[] => [
    ...modelInput(picture, { ...plain, fit: { kind: 'stretch', width, height } }).data,
  ];
  test('samples between the centres of pixels', () => {
    expect(resized(ramp(4, 2), 2, 1)).toEqual([0.5, 0.5, 7, 2.5, 0.5, 7]);
    const same = ramp(5, 3);
    expect(resized(same, 5, 3)).toEqual([...same.pixels.data]);
  });
  test('reads only the region', () => {
    const crop = viewOf(ramp(20, 10), { x1: 10, y1: 5, x2: 12, y2: 6 });
    expect(resized(crop, 4, 1)).toEqual([10, 5, 7, 10.25, 5, 7, 10.75, 5, 7, 11, 5, 7]);
  });
  test('one pixel fills any size', () => {
    const one = wholePicture(makePixels(1, 1, Uint8Array.of(9, 8, 7)));
    expect(resized(one, 3, 2)).toEqual(Array(6).fill([9, 8, 7]).flat());
  });
});

describe('placing into a model input', () => {
  const rows = [
    [
      { kind: 'letterbox', width: 416, height: 416 },
      600,
      400,
      { innerWidth: 416, innerHeight: 277, padX: 0, padY: 69 },
    ],
    [{ kind: 'letterbox', width: 416, height: 416 }, 1, 5000, { innerWidth: 1, innerHeight: 416, padX: 207, padY: 0 }],
    [{ kind: 'stretch', width: 256, height: 128 }, 64, 64, { width: 256, height: 128, scaleX: 4, scaleY: 2 }],
    [{ kind: 'multiple', multiple: 32, max: 960 }, 800, 500, { width: 800, height: 512 }],
    [{ kind: 'multiple', multiple: 32, max: 960 }, 4000, 1, { width: 960, height: 32 }],
    [{ kind: 'height', height: 48 }, 100, 24, { width: 200, height: 48 }],
    [{ kind: 'height', height: 48 }, 90_000, 1, { width: 4096, height: 48 }],
  ] as const;
  test.each(rows)('%o of %i x %i', (fit, width, height, expected) => {
    expect(place(fit, width, height)).toMatchObject(expected);
  });

  const stretch = { kind: 'stretch', width: 2, height: 1 } as const;
  const common = { name: 'x', scale: 255, mean: [0.5, 0, 0], std: [0.5, 1, 2] } as const;
  const pair = wholePicture(makePixels(2, 1, Uint8Array.of(255, 51, 102, 0, 0, 255)));
  test('planes in RGB', () => {
    const { data, dims } = modelInput(pair, { ...common, layout: 'NCHW', channels: 'RGB', fit: stretch });
    expect(dims).toEqual([1, 3, 1, 2]);
    expect([...data].map(v => +v.toFixed(4))).toEqual([1, -1, 0.2, 0, 0.2, 0.5]);
  });
  test('interleaved in BGR: mean and deviation are in that order', () => {
    const { data, dims } = modelInput(pair, { ...common, layout: 'NHWC', channels: 'BGR', fit: stretch });
    expect(dims).toEqual([1, 1, 2, 3]);
    expect([...data].map(v => +v.toFixed(4))).toEqual([-0.2, 0.2, 0.5, 1, 0, 0]);
  });
  test('the letterbox is black, normalised', () => {
    const fit = { kind: 'letterbox', width: 2, height: 3 } as const;
    const { data } = modelInput(pair, { ...common, layout: 'NCHW', channels: 'RGB', fit });
    expect([...data.subarray(0, 6)]).toEqual([-1, -1, 1, -1, -1, -1]);
    const interleaved = modelInput(pair, { ...common, layout: 'NHWC', channels: 'RGB', fit }).data;
    expect([...interleaved.subarray(0, 6)]).toEqual([-1, 0, 0, -1, 0, 0]);
  });
});

describe('encoding', () => {
  test('a region as PNG, every value kept', async () => {
    const crop = viewOf(ramp(20, 10), { x1: 5, y1: 2, x2: 9, y2: 4 });
    const { bytes, width, height } = await encodePicture(crop, { format: 'png' });
    expect([width, height]).toEqual([4, 2]);
    expect([...(await sharp(bytes).raw().toBuffer())]).toEqual([...pictureData(crop)]);
  });
  test('a thumbnail fits and is never enlarged', async () => {
    const picture = ramp(200, 50);
    const small = await encodePicture(picture, { format: 'jpeg', maxWidth: 64, maxHeight: 64 });
    expect([small.width, small.height]).toEqual([64, 16]);
    expect((await sharp(small.bytes).metadata()).format).toBe('jpeg');
    const same = await encodePicture(picture, { format: 'jpeg', maxWidth: 999, maxHeight: 999 });
    expect([same.width, same.height]).toEqual([200, 50]);
  });
  test('a line one pixel high keeps a pixel', async () => {
    const { height } = await encodePicture(ramp(200, 1), { format: 'jpeg', maxWidth: 20, maxHeight: 20 });
    expect(height).toBe(1);
  });
});

test('pixels must be as many as their size says', () => {
  expect(() => makePixels(2, 2, new Uint8Array(11))).toThrow(RangeError);
  expect(() => makePixels(0, 0, new Uint8Array(0))).toThrow(RangeError);
});
