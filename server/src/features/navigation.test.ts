import { describe, expect, test } from 'vitest';
import { edited, fixture, places } from '../testing/fixture.ts';
import { definition } from './definition.ts';
import { highlights } from './highlights.ts';
import { references } from './references.ts';
import { rename, renameTarget } from './rename.ts';

/** Definition, references, highlights and rename, which see the same names. */
const program = `BOX0 = LOC(image=IMAGE, object='dog')
N0 = COUNT(box=BOX0)
ANSWER0 = EVAL(expr='{N0} > 1 and {N0} < 9')
N0 = COUNT(box=BOX0)
FINAL = RESULT(var=N0)
`;
const atWord = (text: string, line: number, word: string) => {
  const start =
    text
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length + (line > 1 ? 1 : 0);
  return text.indexOf(word, start) + 1;
};

describe('definition', () => {
  test.each([
    ['an argument', 2, 'BOX0', ['1:BOX0']],
    ['a name in EVAL', 3, 'N0', ['2:N0']],
    ['a name that is assigned twice goes to the last above', 5, 'N0', ['4:N0']],
    ['a definition goes to all of them', 2, 'N0', ['2:N0', '4:N0']],
  ])('%s', (_, line, word, expected) => {
    const { analysis, text } = fixture(program);
    expect(places(text, definition(analysis, atWord(text, line, word))?.targets ?? [])).toEqual(expected);
  });

  test.each([
    [1, 'LOC'],
    [1, 'dog'],
    [1, 'image'],
  ])('nothing for line %i, %s', (line, word) => {
    const { analysis, text } = fixture(program);
    expect(definition(analysis, atWord(text, line, word))).toBeUndefined();
  });
});

test('references include those in EVAL, and definitions where wanted', () => {
  const { analysis, text } = fixture(program);
  const offset = atWord(text, 2, 'N0');
  expect(places(text, references(analysis, offset, false))).toEqual(['3:N0', '3:N0', '5:N0']);
  expect(references(analysis, offset, true)).toHaveLength(5);
});

test('highlights tell reading from writing', () => {
  const { analysis, text } = fixture(program);
  expect(highlights(analysis, atWord(text, 3, 'N0')).map(({ kind }) => kind)).toEqual([
    'write',
    'read',
    'read',
    'write',
    'read',
  ]);
});

describe('rename', () => {
  const renamed = (marked: string, newName: string) => {
    const { analysis, environment, offset, text } = fixture(marked);
    const result = rename(analysis, environment, offset, newName);
    return 'refusal' in result ? result.refusal : edited(text, result.edits);
  };

  test('reaches into EVAL strings and stays in its cell', () => {
    expect(renamed("A = COUNT(box=IMAGE)\nB = EVAL(expr='{A|} + A')\n# %%\nA = COUNT(box=IMAGE)", 'M')).toBe(
      "M = COUNT(box=IMAGE)\nB = EVAL(expr='{M} + M')\n# %%\nA = COUNT(box=IMAGE)",
    );
  });

  test.each([
    ['a module', 'CROP', 'CROP is a module'],
    ['a name that is taken', 'BOX0', 'has a variable BOX0 already'],
    ['no name', '2nd', 'is no name'],
    ['a word of the language', 'and', 'a word of the language'],
  ])('refuses %s', (_, newName, why) => {
    expect(renamed("BOX0 = LOC(image=IMAGE, object='dog')\nN|0 = COUNT(box=BOX0)", newName)).toContain(why);
  });

  test('inputs keep their names', () => {
    const { analysis, text } = fixture(program);
    expect(renameTarget(analysis, atWord(text, 1, 'IMAGE'))).toBeUndefined();
    expect(renameTarget(analysis, atWord(text, 1, 'BOX0'))?.name).toBe('BOX0');
  });
});
