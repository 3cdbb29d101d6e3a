import { type FloatBox, overlap } from '@vprog/runtime/models';
import type { Change } from '../protocol.ts';
import { randomNumbers } from '../random.ts';

/** How one answer compares with what it should be: boxes that fit, that are too many, that are missing. */
export interface Matches {
  readonly found: number;
  readonly wrong: number;
  readonly missed: number;
}

/** Pairs boxes of two answers, those that overlap most first; a pair overlaps by at least `least`. */
export function match(answer: readonly FloatBox[], wanted: readonly FloatBox[], least = 0.5): Matches {
  const pairs = answer
    .flatMap((one, i) => wanted.map((other, j) => ({ i, j, iou: overlap(one, other) })))
    .filter(({ iou }) => iou >= least)
    .sort((a, b) => b.iou - a.iou);
  const [taken, met] = [new Set<number>(), new Set<number>()];
  for (const { i, j } of pairs) {
    if (taken.has(i) || met.has(j)) continue;
    taken.add(i);
    met.add(j);
  }
  return { found: taken.size, wrong: answer.length - taken.size, missed: wanted.length - met.size };
}

/** 2 found / (2 found + wrong + missed); 1 where there was nothing to find and nothing was found. */
export function f1(matches: readonly Matches[]): number {
  const sum = (of: (one: Matches) => number) => matches.reduce((total, one) => total + of(one), 0);
  const found = sum(one => one.found);
  const all = 2 * found + sum(one => one.wrong) + sum(one => one.missed);
  return all === 0 ? 1 : (2 * found) / all;
}

/** Both answers fit to the same, crop by crop. */
export interface Paired {
  readonly before: Matches;
  readonly after: Matches;
  readonly photo: string;
}

/**
 * F1 before and after, and the 95 % interval of the difference: percentiles over `draws` bootstrap samples of the crops.
 * Crops of one photo are alike, so that the interval is narrower than one over photos would be.
 */
export function compare(name: string, pairs: readonly Paired[], seed: number, draws = 2000): Change {
  const random = randomNumbers(seed);
  const differences = Array.from({ length: draws }, () => {
    const drawn = pairs.map(() => pairs[Math.floor(random() * pairs.length)]!);
    return f1(drawn.map(({ after }) => after)) - f1(drawn.map(({ before }) => before));
  }).sort((a, b) => a - b);
  const at = (share: number) => differences[Math.round(share * (draws - 1))] ?? 0;
  return {
    name,
    before: f1(pairs.map(({ before }) => before)),
    after: f1(pairs.map(({ after }) => after)),
    low: at(0.025),
    high: at(0.975),
    items: pairs.length,
    photos: new Set(pairs.map(({ photo }) => photo)).size,
  };
}
