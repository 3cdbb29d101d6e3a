import { expect, it } from 'vitest';
import { offsetAt } from './offset.ts';

it.each([
  ['ab\ncd', 0, 1, 1],
  ['ab\ncd', 1, 1, 4],
  ['ab\r\ncd\re', 1, 2, 6],
  ['ab\r\ncd\re', 2, 0, 7],
  ['ab\ncd', 0, 9, 2],
  ['ab\ncd', 1, 9, 5],
  ['ab\n', 1, 0, 3],
  ['ab', 3, 0, 2],
  ['', 0, 0, 0],
])('in %j line %d, character %d is offset %d', (text, line, character, offset) =>
  expect(offsetAt(text, { line, character })).toBe(offset),
);
