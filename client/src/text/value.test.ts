import type { Value } from '@vprog/runtime/protocol';
import { describe, expect, it } from 'vitest';
import { cut, shortText, timeText, typeText } from './value.ts';

const object = (category: string, score: number, more = {}): Value => ({
  type: 'object',
  value: { box: [0, 0, 1, 1], category, score, ...more },
  repr: '{...}',
});
const list = (...items: Value[]): Value => ({ type: 'list', value: items, repr: `[${items.map(i => i.repr)}]` });
const int = (value: number): Value => ({ type: 'int', value, repr: String(value) });
const str = (value: string): Value => ({ type: 'str', value, repr: `'${value}'` });

describe('a value in a few words', () => {
  const cases: readonly (readonly [Value, string, string])[] = [
    [str('yes'), 'yes', 'str'],
    [str(''), 'empty text', 'str'],
    [str('two\nlines'), 'two lines', 'str'],
    [int(4), '4', 'int'],
    [{ type: 'bool', value: true, repr: 'True' }, 'True', 'bool'],
    [{ type: 'None', value: null, repr: 'None' }, 'None', 'None'],
    [{ type: 'image', value: { width: 512, height: 340 }, repr: '' }, 'image 512×340', 'Image'],
    [{ type: 'mask', value: { width: 10, height: 10, area: 25 }, repr: '' }, 'mask 25 %', 'Mask'],
    [list(), 'nothing found', 'list'],
    [list(object('cat', 0.912)), '1 box · cat 0.91', 'list[Object]'],
    [list(object('cat', 0.912), object('dog', 0.5)), '2 boxes · cat 0.91', 'list[Object]'],
    [list(object('bird', 0.6, { class: 'parrot', classScore: 0.99 })), '1 box · parrot 0.99', 'list[Object]'],
    [list({ type: 'box', value: [0, 0, 1, 1], repr: '' }), '1 box', 'list[Box]'],
    [list(int(1), str('a')), "[1,'a']", 'list[int | str]'],
  ];
  it.each(cases)('%j is %s, a %s', (value, text, type) => {
    expect(shortText(value)).toBe(text);
    expect(typeText(value)).toBe(type);
  });
});

it.each([
  [0.2, '0 ms'],
  [12, '12 ms'],
  [99.6, '0.1 s'],
  [310, '0.3 s'],
  [9949, '9.9 s'],
  [9960, '10 s'],
  [59_960, '1 min 0 s'],
  [65_000, '1 min 5 s'],
])('%d milliseconds are %s', (ms, text) => expect(timeText(ms)).toBe(text));

it('is cut between characters', () => {
  expect(cut('a'.repeat(10), 10)).toBe('a'.repeat(10));
  expect(cut('a'.repeat(11), 10)).toBe(`${'a'.repeat(9)}…`);
  expect(cut('😀'.repeat(11), 10)).toBe(`${'😀'.repeat(9)}…`);
});
