import type { FloatBox } from '@vprog/runtime/models';
import { describe, expect, test } from 'vitest';
import { compare, f1, type Matches, match, type Paired } from './agreement.ts';

const box = (x1: number, y1: number, x2: number, y2: number): FloatBox => ({ x1, y1, x2, y2 });
const matches = (found: number, wrong: number, missed: number): Matches => ({ found, wrong, missed });

describe('pairing', () => {
  const here = box(0, 0, 10, 10);
  const there = box(100, 0, 110, 10);
  test.each<[string, readonly FloatBox[], readonly FloatBox[], Matches]>([
    ['nothing wanted, nothing given', [], [], matches(0, 0, 0)],
    ['nothing wanted', [here], [], matches(0, 1, 0)],
    ['nothing given', [], [here, there], matches(0, 0, 2)],
    ['the same in another order', [there, here], [here, there], matches(2, 0, 0)],
    ['one box for one place', [here, box(0, 0, 10, 9)], [here], matches(1, 1, 0)],
    ['two wanted at one place', [here], [here, box(0, 0, 10, 9)], matches(1, 0, 1)],
    ['an overlap of a half is enough', [box(0, 0, 10, 5)], [here], matches(1, 0, 0)],
    ['a little less is not', [box(0, 0, 10, 4.9)], [here], matches(0, 1, 1)],
    ['boxes that only touch', [box(10, 0, 20, 10)], [here], matches(0, 1, 1)],
    ['boxes without an area', [box(5, 5, 5, 5)], [here], matches(0, 1, 1)],
  ])('%s', (_, answer, wanted, expected) => {
    expect(match(answer, wanted)).toEqual(expected);
  });

  test('those that overlap most first, whatever their order', () => {
    // The first fits both, and the second only the first: taken in order, one would be left over.
    const answer = [box(0, 0, 10, 10), box(0, 0, 10, 6)];
    const wanted = [box(0, 0, 10, 7), box(0, 0, 10, 13)];
    expect(match(answer, wanted)).toEqual(matches(2, 0, 0));
    expect(match([...answer].reverse(), [...wanted].reverse())).toEqual(matches(2, 0, 0));
  });
});

test.each<[string, readonly Matches[], number]>([
  ['all found', [matches(3, 0, 0)], 1],
  ['nothing found', [matches(0, 2, 0), matches(0, 0, 1)], 0],
  ['half of each', [matches(1, 1, 1)], 0.5],
  ['counted together, not averaged', [matches(9, 0, 0), matches(0, 1, 1)], 18 / 20],
  ['nothing to find, and nothing found', [matches(0, 0, 0), matches(0, 0, 0)], 1],
  ['no crops', [], 1],
])('F1: %s', (_, all, expected) => {
  expect(f1(all)).toBeCloseTo(expected, 12);
});

describe('the interval of a difference', () => {
  const right = matches(1, 0, 0);
  const wrong = matches(0, 1, 1);
  /** Of each ten crops three become right and one wrong; five stay right and one wrong. */
  const kinds: readonly (readonly [Matches, Matches])[] = [
    ...Array.from({ length: 3 }, () => [wrong, right] as const),
    [right, wrong],
    ...Array.from({ length: 5 }, () => [right, right] as const),
    [wrong, wrong],
  ];
  const crops = (count: number): Paired[] =>
    Array.from({ length: count }, (_, index) => {
      const [before, after] = kinds[index % kinds.length]!;
      return { before, after, photo: `${index % 4}.jpg` };
    });

  test('holds the difference, and says of how much it is', () => {
    const change = compare('F1', crops(200), 1);
    expect(change).toMatchObject({ name: 'F1', items: 200, photos: 4 });
    expect(change.before).toBeCloseTo(0.6, 12);
    expect(change.after).toBeCloseTo(0.8, 12);
    expect(change.low).toBeGreaterThan(0);
    expect(change.low).toBeLessThan(0.2);
    expect(change.high).toBeGreaterThan(0.2);
  });

  test('is the same for the same seed only', () => {
    expect(compare('F1', crops(50), 3)).toEqual(compare('F1', crops(50), 3));
    expect(compare('F1', crops(50), 3)).not.toEqual(compare('F1', crops(50), 4));
  });

  test('is narrower with more crops, as their root', () => {
    const width = (count: number) => {
      const { low, high } = compare('F1', crops(count), 1);
      return high - low;
    };
    expect(width(40) / width(640)).toBeGreaterThan(3);
    expect(width(40) / width(640)).toBeLessThan(5.5);
  });

  // Of the difference of means of independent crops: 1.96 standard deviations to each side.
  test('is as wide as theory has it', () => {
    const { low, high } = compare('F1', crops(400), 2);
    const deviation = Math.sqrt((0.3 + 0.1 - 0.2 ** 2) / 400);
    expect((high - low) / (2 * 1.96 * deviation)).toBeGreaterThan(0.85);
    expect((high - low) / (2 * 1.96 * deviation)).toBeLessThan(1.15);
  });

  test('of equal answers, of nothing to find and of no crops is zero', () => {
    const same = crops(30).map(({ before, photo }) => ({ before, after: before, photo }));
    expect(compare('F1', same, 1)).toMatchObject({ before: 0.6, after: 0.6, low: 0, high: 0 });
    const nothing = matches(0, 0, 0);
    expect(compare('F1', [{ before: nothing, after: nothing, photo: 'a' }], 1)).toMatchObject({
      before: 1,
      low: 0,
      high: 0,
    });
    expect(compare('F1', [], 1)).toMatchObject({ before: 1, after: 1, low: 0, high: 0, items: 0, photos: 0 });
  });
});
