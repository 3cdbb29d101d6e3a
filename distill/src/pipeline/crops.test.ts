import {
  type Box,
  heightOf,
  makePixels,
  type Picture,
  pictureData,
  wholePicture,
  widthOf,
} from '@vprog/runtime/models';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Crop, cropSize, drawCrops, renderCrop, toCrop, untouched } from './crops.ts';

type Colour = readonly [number, number, number];
const grey: Colour = [100, 100, 100];

/** A picture of one colour with a rectangle of another. */
function painted(width: number, height: number, ground: Colour, inside?: Box, colour: Colour = [255, 0, 0]): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const within = inside !== undefined && x >= inside.x1 && x < inside.x2 && y >= inside.y1 && y < inside.y2;
      data.set(within ? colour : ground, (y * width + x) * 3);
    }
  }
  return wholePicture(makePixels(width, height, data));
}

const colourAt = (picture: Picture, x: number, y: number): Colour => {
  const at = (y * widthOf(picture.region) + x) * 3;
  return [...pictureData(picture).subarray(at, at + 3)] as unknown as Colour;
};

/** The box of all pixels that are much redder than green. */
function redBox(picture: Picture): Box | undefined {
  const [width, height] = [widthOf(picture.region), heightOf(picture.region)];
  const data = pictureData(picture);
  let box: Box | undefined;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      if (data[at]! - data[at + 1]! < 80) continue;
      box = {
        x1: Math.min(x, box?.x1 ?? x),
        y1: Math.min(y, box?.y1 ?? y),
        x2: Math.max(x + 1, box?.x2 ?? 0),
        y2: Math.max(y + 1, box?.y2 ?? 0),
      };
    }
  }
  return box;
}

const cropOf = (width: number, height: number, more: Partial<Crop>): Crop => ({
  ...untouched(0, width, height),
  ...more,
});

describe('what is drawn', () => {
  const size = { width: 300, height: 200 };
  const around = [{ x1: 250, y1: 150, x2: 290, y2: 195 }];

  test('is the same for the same seed only', () => {
    expect(drawCrops(2, size, around, 20, 7)).toEqual(drawCrops(2, size, around, 20, 7));
    expect(drawCrops(2, size, around, 20, 7)).not.toEqual(drawCrops(2, size, around, 20, 8));
  });

  test('more crops begin with the fewer', () => {
    expect(drawCrops(0, size, around, 30, 7).slice(0, 10)).toEqual(drawCrops(0, size, around, 10, 7));
  });

  test('has both sides, several sizes, and the boxes on most', () => {
    const crops = drawCrops(5, size, around, 300, 1);
    expect(crops.every(({ recording }) => recording === 5)).toBe(true);
    const flips = crops.filter(({ flip }) => flip).length;
    expect(flips).toBeGreaterThan(100);
    expect(flips).toBeLessThan(200);
    const widths = crops.map(({ region }) => widthOf(region));
    expect(Math.max(...widths) / Math.min(...widths)).toBeGreaterThan(3);
    const whole = crops.filter(({ region: { x1, y1, x2, y2 } }) => {
      const [target] = around;
      return x1 <= target!.x1 + 1 && y1 <= target!.y1 + 1 && x2 >= target!.x2 - 1 && y2 >= target!.y2 - 1;
    }).length;
    expect(whole).toBeGreaterThan(150);
    expect(whole).toBeLessThan(290);
  });

  test('is in whole pixels and of a bounded size, whatever the picture', () => {
    const length = fc.integer({ min: 1, max: 5000 });
    const picture = fc.record({ width: length, height: length });
    fc.assert(
      fc.property(picture, fc.boolean(), fc.integer(), ({ width, height }, targeted, seed) => {
        const target = { x1: 0, y1: 0, x2: Math.ceil(width / 2), y2: Math.ceil(height / 2) };
        for (const crop of drawCrops(0, { width, height }, targeted ? [target] : [], 5, seed)) {
          const { region } = crop;
          expect(Object.values(region).every(Number.isInteger)).toBe(true);
          const made = cropSize(crop);
          expect(Math.max(made.width, made.height)).toBeLessThanOrEqual(512);
          expect(Math.min(made.width, made.height)).toBeGreaterThan(0);
          expect(widthOf(region)).toBeLessThanOrEqual(Math.max(16, 3 * Math.max(width, height)));
        }
      }),
    );
  });
});

test('the whole of a picture is the picture', () => {
  const picture = painted(40, 30, grey, { x1: 5, y1: 6, x2: 17, y2: 20 });
  expect(pictureData(renderCrop(picture, untouched(0, 40, 30)))).toEqual(pictureData(picture));
});

test('flipped, left and right are exchanged', () => {
  const picture = painted(40, 30, grey, { x1: 5, y1: 6, x2: 17, y2: 20 });
  const flipped = renderCrop(picture, cropOf(40, 30, { flip: true }));
  expect(redBox(flipped)).toEqual({ x1: 23, y1: 6, x2: 35, y2: 20 });
});

test('what is on a crop lies where `toCrop` says', () => {
  const mark = { x1: 120, y1: 90, x2: 180, y2: 160 };
  const picture = painted(400, 300, grey, mark);
  const edge = (low: number, high: number) => fc.integer({ min: low, max: high });
  const regions = fc.record({ x1: edge(-900, 110), y1: edge(-700, 80), x2: edge(190, 1300), y2: edge(170, 1000) });
  fc.assert(
    fc.property(regions, fc.boolean(), (region, flip) => {
      const crop = cropOf(400, 300, { region, flip });
      const rendered = renderCrop(picture, crop);
      const { width, height, scale } = cropSize(crop);
      expect([widthOf(rendered.region), heightOf(rendered.region)]).toEqual([width, height]);
      const [seen, said] = [redBox(rendered)!, toCrop(mark, crop)];
      const farthest = Math.max(...(['x1', 'y1', 'x2', 'y2'] as const).map(side => Math.abs(seen[side] - said[side])));
      expect(farthest).toBeLessThanOrEqual(1 + scale);
    }),
    { numRuns: 40 },
  );
});

test('a view of a picture is cropped as if it were one of its own', () => {
  const mark = { x1: 120, y1: 90, x2: 180, y2: 160 };
  const { pixels } = painted(400, 300, grey, mark);
  const view = { pixels, region: { x1: 100, y1: 50, x2: 300, y2: 250 } };
  const own = painted(200, 200, grey, { x1: 20, y1: 40, x2: 80, y2: 110 });
  const crop = cropOf(200, 200, { region: { x1: -30, y1: 20, x2: 150, y2: 260 }, flip: true });
  expect(pictureData(renderCrop(view, crop))).toEqual(pictureData(renderCrop(own, crop)));
});

describe('outside is black', () => {
  const bright = painted(60, 40, [200, 200, 200]);
  test.each([false, true])('beside the picture, flipped: %s', flip => {
    const rendered = renderCrop(
      bright,
      cropOf(60, 40, { region: { x1: -20, y1: -10, x2: 60, y2: 40 }, flip, gain: 1.3 }),
    );
    expect(colourAt(rendered, flip ? 70 : 10, 30)).toEqual([0, 0, 0]);
    expect(colourAt(rendered, 40, 5)).toEqual([0, 0, 0]);
    expect(colourAt(rendered, flip ? 10 : 70, 30)).toEqual([255, 255, 255]);
  });

  test('a crop that misses the picture is all black', () => {
    const rendered = renderCrop(bright, cropOf(60, 40, { region: { x1: 100, y1: 0, x2: 150, y2: 40 } }));
    expect(Math.max(...pictureData(rendered))).toBe(0);
  });

  test.each([
    ['left', { x1: 59, y1: -1000, x2: 2059, y2: 1000 }],
    ['right', { x1: -1999, y1: -1000, x2: 1, y2: 1000 }],
    ['top', { x1: -1000, y1: 39, x2: 1000, y2: 2039 }],
    ['bottom', { x1: -1000, y1: -1999, x2: 1000, y2: 1 }],
  ])('the last row of pixels that is left at the %s stays there, however small', (side, region) => {
    for (const flip of [false, true]) {
      const rendered = renderCrop(bright, cropOf(60, 40, { region, flip }));
      const [width, height] = [widthOf(rendered.region), heightOf(rendered.region)];
      const lit: (readonly [number, number])[] = [];
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) if (colourAt(rendered, x, y)[0] > 0) lit.push([x, y]);
      const axis = side === 'left' || side === 'right' ? 0 : 1;
      const last = (axis === 0 ? width : height) - 1;
      const expected = (side === 'left' || side === 'top') !== (axis === 0 && flip) ? 0 : last;
      expect(lit.length).toBeGreaterThan(0);
      expect(new Set(lit.map(place => place[axis]))).toEqual(new Set([expected]));
    }
  });
});

describe('light', () => {
  const of = (value: number, more: Partial<Crop>) =>
    colourAt(renderCrop(painted(8, 8, [value, value, value]), cropOf(8, 8, more)), 4, 4)[0];
  test.each([
    [100, { gain: 0.6 }, 60],
    [100, { gain: 1.3 }, 130],
    [240, { gain: 1.3 }, 255],
    [0, { gain: 1.3, gamma: 0.8 }, 0],
    [255, { gamma: 2 }, 255],
    [64, { gamma: 2 }, 16],
    [64, { gamma: 0.5 }, 128],
  ])('%d with %o becomes %d', (value, more, expected) => {
    expect(Math.abs(of(value, more) - expected)).toBeLessThanOrEqual(1);
  });
});
