import { expect, test } from 'vitest';
import { untouched } from './crops.ts';
import { filter } from './filter.ts';
import type { Label } from './label.ts';

const size = { width: 100, height: 80 };

const label = (more: Partial<Label> = {}): Label => ({
  crop: untouched(0, size.width, size.height),
  photo: 'a.jpg',
  source: 'a',
  side: 'train',
  teacher: [],
  best: 0.1,
  student: [],
  ...more,
});

const found = (...scores: readonly number[]): Partial<Label> => ({
  teacher: scores.map(score => ({ box: [0, 0, 10, 10], score })),
  best: Math.max(...scores),
});

const region = (x1: number, y1: number, x2: number, y2: number): Partial<Label> => ({
  crop: { ...untouched(0, size.width, size.height), region: { x1, y1, x2, y2 } },
});

const reasonFor = (one: Label, threshold = 0.75): string => {
  const { used, left } = filter([one], threshold, [size]);
  if (used.length > 0) return 'used';
  return left[0]?.reason ?? 'not looked at';
};

test.each<[string, Partial<Label>, string]>([
  ['what the teacher is sure of', found(0.95), 'used'],
  ['what it is sure that is not there', { best: 0.3 }, 'used'],
  ['the surest answers', { ...found(1), best: 1 }, 'used'],
  ['nothing at all', { best: 0 }, 'used'],
  ['just found', found(0.76), 'unsure'],
  ['just not found', { best: 0.74 }, 'unsure'],
  ['one of two just found', found(0.95, 0.76), 'unsure'],
  ['reaching outside', region(-50, 0, 100, 80), 'used'],
  ['mostly outside', region(-400, -400, 20, 20), 'mostly outside'],
  ['wholly outside', region(200, 0, 300, 80), 'mostly outside'],
  ['held out, whatever it is', { side: 'held-out', ...found(0.76) }, 'not looked at'],
])('%s: %s', (_, more, expected) => {
  expect(reasonFor(label(more))).toBe(expected);
});

test('what is unsure follows the teacher’s threshold', () => {
  expect(reasonFor(label(found(0.76)), 0.5)).toBe('used');
  expect(reasonFor(label(found(0.51)), 0.5)).toBe('unsure');
});

test('every label of the training side is used or left out once, by its index', () => {
  const labels = [label(), label({ side: 'held-out' }), label(found(0.76)), label(region(500, 0, 600, 80))];
  expect(filter(labels, 0.75, [size])).toEqual({
    used: [0],
    left: [
      { label: 2, reason: 'unsure' },
      { label: 3, reason: 'mostly outside' },
    ],
  });
});
