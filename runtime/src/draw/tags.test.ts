import { describe, expect, test } from 'vitest';
import { paint, pixelAt } from '../modules/testing.ts';
import { outline } from './font.ts';
import { drawTags } from './tags.ts';

const GREEN = [0, 128, 0];
const WHITE = [255, 255, 255];
const GREY = [90, 90, 90];
const picture = paint(320, 200, () => [90, 90, 90]);

/** Rows and columns of the pixels that are not the background. */
function inked(drawn: typeof picture) {
  let [left, top, right, bottom] = [320, 200, -1, -1];
  for (let y = 0; y < 200; y++) {
    for (let x = 0; x < 320; x++) {
      if (pixelAt(drawn, x, y).every((value, c) => value === GREY[c])) continue;
      [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    }
  }
  return [left, top, right, bottom];
}

describe('a tag', () => {
  test('is a green box with a white rim; the inside and the source stay', async () => {
    const before = picture.pixels.sha256;
    const drawn = await drawTags(picture, [{ box: [100, 50, 200, 100] }]);
    expect(pixelAt(drawn, 100, 70)).toEqual(GREEN);
    expect(pixelAt(drawn, 199, 70)).toEqual(GREEN);
    expect(pixelAt(drawn, 150, 99)).toEqual(GREEN);
    expect(pixelAt(drawn, 99, 70)).toEqual(WHITE);
    expect(pixelAt(drawn, 150, 75)).toEqual(GREY);
    expect(inked(drawn)).toEqual([99, 49, 200, 100]);
    expect(paint(320, 200, () => [90, 90, 90]).pixels.sha256).toBe(before);
    expect(picture.pixels.data.every(value => value === 90)).toBe(true);
  });

  test('has a plate below the box, white text on green', async () => {
    const drawn = await drawTags(picture, [{ box: [100, 50, 200, 100], label: 'dog', score: 0.704 }]);
    const plate = Array.from({ length: 20 }, (_, x) => pixelAt(drawn, 101 + x, 108));
    expect(plate[0]).toEqual(GREEN);
    expect(plate.some(([red]) => red > 200)).toBe(true);
    const same = await drawTags(picture, [{ box: [100, 50, 200, 100], label: 'dog 0.70' }]);
    expect(same.pixels.sha256).toBe(drawn.pixels.sha256);
    const other = await drawTags(picture, [{ box: [100, 50, 200, 100], label: 'dot 0.70' }]);
    expect(other.pixels.sha256).not.toBe(drawn.pixels.sha256);
  });

  test.each([
    ['at the bottom, inside', [100, 150, 200, 200], [99, 149, 200, 199]],
    ['at the right, moved in', [300, 50, 320, 100], [319, 199]],
    ['over all of the picture', [0, 0, 320, 200], [0, 0, 319, 199]],
    ['partly outside', [-50, -50, 400, 300], [0, 0, 319, 199]],
  ] as const)('%s, is in the picture', async (_, box, limits) => {
    const drawn = await drawTags(picture, [{ box, label: 'person', score: 0.5 }]);
    const edges = inked(drawn);
    if (limits.length === 4) expect(edges).toEqual(limits);
    else {
      expect(edges[2]).toBe(319);
      expect(edges[0]).toBeLessThan(280);
    }
  });

  test('does not cover another plate where there is room', async () => {
    const first = { box: [100, 50, 200, 100], label: 'dog' } as const;
    const one = await drawTags(picture, [first]);
    const two = await drawTags(picture, [first, { box: [100, 60, 200, 100], label: 'cat' }]);
    expect(two.pixels.sha256).not.toBe(one.pixels.sha256);
    for (let y = 101; y < 110; y++) {
      for (let x = 100; x < 130; x++) expect(pixelAt(two, x, y)).toEqual(pixelAt(one, x, y));
    }
  });

  test('of 10,000 letters is cut to the picture', async () => {
    const long = await drawTags(picture, [{ box: [10, 10, 20, 20], label: 'x'.repeat(10_000) }]);
    expect(inked(long)[2]).toBeLessThan(320);
    expect(outline('x'.repeat(10_000), 16, 300).width).toBeLessThanOrEqual(300);
  });

  test.each([
    [1, 1],
    [3, 2],
    [5, 300],
  ])('on %i x %i pixels draws what there is room for', async (width, height) => {
    const tiny = paint(width, height, () => [90, 90, 90]);
    const { region } = await drawTags(tiny, [{ box: [0, 0, width, height], label: 'dog', score: 1 }]);
    expect(region).toEqual(tiny.region);
  });
});

describe('text', () => {
  test('is as wide as its letters, all alike', () => {
    const [one, three] = ['i', 'MMM'].map(text => outline(text, 100, 1e6));
    expect(three!.width).toBeCloseTo(3 * one!.width);
    expect(one!.width).toBeCloseTo(60.2, 1);
  });
  test('that does not fit ends in an ellipsis; where not even two letters fit there is none', () => {
    expect(outline('abcdef', 100, 200).path).toBe(outline('ab…', 100, 1e6).path);
    expect(outline('abcdef', 100, 70)).toMatchObject({ width: 0, path: '' });
  });
});
