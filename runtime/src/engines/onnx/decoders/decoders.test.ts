import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { place } from '../../../images/input.ts';
import { inReadingOrder } from '../../reading-order.ts';
import type { Output, RawOutputs } from '../engine.ts';
import { overlap, suppress } from '../nms.ts';
import { decodeAnchors } from './anchors.ts';
import { decodeBoxes } from './boxes.ts';
import { decodeCtc } from './ctc.ts';
import { decodeMask } from './mask.ts';
import { toPicture, wholeBox } from './region.ts';
import { decodeTextRegions } from './text-regions.ts';

const letterbox = { kind: 'letterbox', width: 8, height: 8 } as const;
const size = { width: 16, height: 8 };
const raw = (outputs: Record<string, Output>): RawOutputs => ({
  outputs,
  placement: place(letterbox, size.width, size.height),
  provider: 'cpu',
  ms: 1,
  warnings: [],
});
const output = (dims: number[], data: number[]): Output => ({ dims, data: Float32Array.from(data) });

describe('boxes', () => {
  const decoder = { kind: 'boxes', scores: 's', boxes: 'b', threshold: 0.5, nms: 0.5 } as const;
  const outputs = raw({
    s: output([1, 3, 2], [0.9, 0.1, 0.8, 0.7, 0.2, 0.5]),
    b: output([1, 3, 4], [0, 2, 4, 6, 0, 2, 4, 6, 6, -5, 99, 4]),
  });
  test('leave the letterbox, are clipped, and suppressed within their class', () => {
    const found = decodeBoxes(decoder, outputs, size, null);
    expect(found.map(({ score, label }) => [+score.toFixed(2), label])).toEqual([
      [0.9, 0],
      [0.7, 1],
      [0.5, 1],
    ]);
    expect(found[0]!.box).toEqual({ x1: 0, y1: 0, x2: 8, y2: 8 });
    expect(found[2]!.box).toEqual({ x1: 12, y1: 0, x2: 16, y2: 4 });
  });
  test('of one class only', () => {
    expect(decodeBoxes(decoder, outputs, size, 1).map(({ label }) => label)).toEqual([1, 1]);
  });
  test('of another shape are an error of the card', () => {
    const wrong = raw({ ...outputs.outputs, b: output([1, 4, 3], Array(12).fill(0)) });
    expect(() => decodeBoxes(decoder, wrong, size, null)).toThrow(/shape \[1, 4, 3\] where \[1, 3, 4\] is needed/);
  });
  test('of other classes than the card names are an error of the card', () => {
    expect(decodeBoxes(decoder, outputs, size, null, 2)).toHaveLength(3);
    for (const classes of [1, 3]) {
      expect(() => decodeBoxes(decoder, outputs, size, 0, classes)).toThrow(`where [1, any, ${classes}] is needed`);
    }
  });
});

test('anchors stand at the centres of their cells', () => {
  const decoder = {
    kind: 'anchors',
    scores: ['s'],
    boxes: ['b'],
    grids: [{ cells: 2, anchors: 2 }],
    threshold: 0.5,
    nms: 0.3,
    category: 'face',
  } as const;
  const scores = Array(8).fill(-9);
  scores[5] = 2;
  const boxes = Array(8 * 6).fill(0);
  boxes.splice(5 * 6, 4, 1, -1, 2, 4);
  const [face, ...rest] = decodeAnchors(
    decoder,
    raw({ s: output([1, 8, 1], scores), b: output([1, 8, 6], boxes) }),
    size,
  );
  expect(rest).toEqual([]);
  expect(face!.score).toBeCloseTo(1 / (1 + Math.exp(-2)));
  // Cell 2 is the lower left one: centre (2, 6), moved to (3, 5); the picture begins at y = 2 and is half as large.
  expect(face!.box).toEqual({ x1: 4, y1: 2, x2: 8, y2: 8 });
});

test('a mask is resized to the picture, its threshold at one half', () => {
  const plane = Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 0.2 : 0.8));
  const outputs = raw({ m: output([1, 1, 8, 8], plane) });
  const even = decodeMask({ kind: 'mask', mask: 'm', threshold: 0.5 }, outputs, size);
  expect(even.box).toEqual({ x1: 0, y1: 0, x2: 16, y2: 8 });
  expect([even.alpha[0], even.alpha[15]]).toEqual([51, 204]);
  const strict = decodeMask({ kind: 'mask', mask: 'm', threshold: 0.8 }, outputs, size);
  expect(strict.alpha[0]).toBe(32);
  expect(Math.max(...strict.alpha)).toBeGreaterThanOrEqual(127);
});

describe('text', () => {
  const decoder = { kind: 'text-regions', map: 'm', threshold: 0.3, boxThreshold: 0.6, unclip: 1.5 } as const;
  const regionsOf = (rows: readonly string[]) => {
    const data = rows.flatMap(row => [...row].map(cell => Number(cell) / 10));
    const [height, width] = [rows.length, rows[0]!.length];
    const placement = place({ kind: 'multiple', multiple: 1, max: 99 }, width, height);
    const map = { ...raw({ m: output([1, 1, height, width], data) }), placement };
    return decodeTextRegions(decoder, map, { width, height });
  };
  test('a filled part is a region, grown by its area over its perimeter', () => {
    const rows = [
      '000000000000',
      '000000000000',
      '009999999900',
      '009999999900',
      '009999999900',
      '000000000000',
      '000000000000',
    ];
    const grow = (8 * 3 * 1.5) / (2 * 11);
    const [region] = regionsOf(rows);
    expect(region!.x1).toBeCloseTo(2 - grow);
    expect(region!.y2).toBeCloseTo(5 + grow);
  });
  test('a slanted line counts as filled, an outline and a speck do not', () => {
    const slanted = Array.from({ length: 20 }, (_, y) =>
      Array.from({ length: 40 }, (_, x) => (Math.abs(x - 2 * y) < 6 ? '9' : '0')).join(''),
    );
    expect(regionsOf(slanted)).toHaveLength(1);
    const outline = Array.from({ length: 12 }, (_, y) => (y % 11 === 0 ? '9'.repeat(12) : `9${'0'.repeat(10)}9`));
    expect(regionsOf(outline)).toEqual([]);
    expect(regionsOf(['00000', '09900', '09900', '00000'])).toEqual([]);
  });
  test('repeats and blanks are dropped, the class after the last symbol is the space', () => {
    const steps = [0, 1, 1, 0, 1, 3, 2, 2, 0];
    const data = steps.flatMap(best => [0, 1, 2, 3].map(k => (k === best ? 0.7 : 0.1)));
    const { text, score } = decodeCtc(
      { kind: 'ctc', probabilities: 'p', threshold: 0 },
      raw({ p: output([1, 9, 4], data) }),
      ['a', 'b'],
    );
    expect([text, +score.toFixed(2)]).toEqual(['aa b', 0.7]);
  });
  test('is ordered by lines', () => {
    const at = (x1: number, y1: number, name: string) => ({ x1, y1, x2: x1 + 50, y2: y1 + 20, name });
    const boxes = [at(200, 44, 'd'), at(100, 3, 'b'), at(0, 40, 'c'), at(0, 0, 'a'), at(10, 90, 'e')];
    expect(
      inReadingOrder(boxes)
        .map(box => box.name)
        .join(''),
    ).toBe('abcde');
    expect(inReadingOrder([])).toEqual([]);
  });
});

describe('suppression', () => {
  const number = fc.integer({ min: 0, max: 60 });
  const candidate = fc.record({
    x: number,
    y: number,
    w: fc.integer({ min: 1, max: 40 }),
    h: fc.integer({ min: 1, max: 40 }),
    score: fc.float({ min: 0, max: 1, noNaN: true }),
    label: fc.nat(2),
  });
  const candidates = fc.array(
    candidate.map(({ x, y, w, h, score, label }) => ({ box: { x1: x, y1: y, x2: x + w, y2: y + h }, score, label })),
  );
  test('keeps the best, leaves no overlap, and drops nothing without a reason', () => {
    fc.assert(
      fc.property(candidates, all => {
        const kept = suppress(all, 0.5);
        const rivals = (a: (typeof all)[number], b: (typeof all)[number]) =>
          a !== b && a.label === b.label && overlap(a.box, b.box) > 0.5;
        expect(kept.some(a => kept.some(b => rivals(a, b)))).toBe(false);
        for (const dropped of all.filter(one => !kept.includes(one))) {
          expect(kept.some(other => rivals(other, dropped) && other.score >= dropped.score)).toBe(true);
        }
      }),
    );
  });
});

test('whatever a model says, boxes lie inside the picture and have a pixel', () => {
  const edge = fc.double({ min: -1e4, max: 1e4, noNaN: true });
  const side = fc.integer({ min: 1, max: 3000 });
  fc.assert(
    fc.property(edge, edge, edge, edge, side, side, (x1, y1, x2, y2, width, height) => {
      const picture = { width, height };
      const clipped = toPicture({ x1, y1, x2, y2 }, place(letterbox, width, height), picture);
      if (!clipped) return;
      const box = wholeBox(clipped, picture);
      expect(box.x1 >= 0 && box.y1 >= 0 && box.x2 <= width && box.y2 <= height).toBe(true);
      expect(box.x1 < box.x2 && box.y1 < box.y2).toBe(true);
    }),
  );
});
