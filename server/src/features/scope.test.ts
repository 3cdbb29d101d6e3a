import { ANSWER, ANY, BOOL, BOX, FLOAT, IMAGE, INT, listOf, OBJECT, STR, type Type } from '@vprog/language';
import { describe, expect, test } from 'vitest';
import { fit, fitting } from './scope.ts';

const union = (...members: Type[]): Type => ({ kind: 'union', members });

describe('fit', () => {
  test.each<[string, Type, Type, number | undefined]>([
    ['the same', IMAGE, IMAGE, 0],
    ['the same in a list', listOf(OBJECT), listOf(OBJECT), 0],
    ['an answer is a text', ANSWER, STR, 1],
    ['an int is a float', INT, FLOAT, 1],
    ['a bool is an int', BOOL, INT, 1],
    ['a later member of a union fits less', BOX, union(listOf(OBJECT), BOX), 1],
    ['what is not known may fit', ANY, IMAGE, 9],
    ['one unfit member makes a union unfit', union(STR, IMAGE), STR, undefined],
    ['a text is no picture', STR, IMAGE, undefined],
    ['a list is no element', listOf(OBJECT), OBJECT, undefined],
  ])('%s', (_, from, to, expected) => expect(fit(from, to)).toBe(expected));
});

test('fitting: the best first, among equals the newest, the unfit left out', () => {
  const scope = [
    { name: 'OLD', type: IMAGE },
    { name: 'TEXT', type: STR },
    { name: 'UNKNOWN', type: ANY },
    { name: 'NEW', type: IMAGE },
  ];
  expect(fitting(scope, IMAGE).map(({ name }) => name)).toEqual(['NEW', 'OLD', 'UNKNOWN']);
});
