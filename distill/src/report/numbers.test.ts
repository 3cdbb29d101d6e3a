import { expect, test } from 'vitest';
import { duration, figure, logTicks, niceTicks, signed } from './numbers.ts';

test.each([
  [0.0451, '+0.045'],
  [-0.0121, '−0.012'],
  [0, '±0.000'],
  [-0.0001, '±0.000'],
  [Number.NaN, 'not a number'],
])('signed(%d) is %s', (value, text) => {
  expect(signed(value)).toBe(text);
});

test('figures have a minus sign that is one', () => {
  expect(figure(-1.23456, 2)).toBe('−1.23');
});

test.each([
  [0.04, '0.0 s'],
  [9.94, '9.9 s'],
  [9.96, '10 s'],
  [59.6, '1 min 0 s'],
  [125, '2 min 5 s'],
])('duration(%d) is %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test.each([
  [0, 0.83, 5, [0, 0.2, 0.4, 0.6, 0.8]],
  [4, 400, 6, [100, 200, 300, 400]],
  [1, 1, 5, []],
  [0, Number.NaN, 5, []],
])('niceTicks(%d, %d, %d)', (low, high, wanted, ticks) => {
  expect(niceTicks(low, high, wanted)).toEqual(ticks);
});

test.each([
  [0.012, 0.6, [0.02, 0.05, 0.1, 0.2, 0.5]],
  [0.0001, 3, [0.0001, 0.001, 0.01, 0.1, 1]],
])('logTicks(%d, %d)', (low, high, ticks) => {
  expect(logTicks(low, high)).toEqual(ticks);
});
