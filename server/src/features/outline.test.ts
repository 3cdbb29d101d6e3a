import { describe, expect, test } from 'vitest';
import { edited, fixture, places } from '../testing/fixture.ts';
import { cells } from './cells.ts';
import { codeActions } from './codeActions.ts';
import { diagnostics } from './diagnostics.ts';
import { documentLinks } from './documentLinks.ts';
import { documentSymbols } from './documentSymbols.ts';
import { foldingRanges } from './foldingRanges.ts';
import { formatting } from './formatting.ts';
import { inlayHints } from './inlayHints.ts';
import { semanticTokens } from './semanticTokens.ts';

/** What is told of a whole document. */
const two = `# %% First
# @question Is there a dog?
# @image dog.jpg
BOX0 = LOC(image=IMAGE, object='dog')
N0 = COUNT(box=BOX0)

# %%
# @input LEFT=a.jpg
# @case LEFT=b.jpg RIGHT=c.jpg expect=yes
A = COUNT(box=LEFT)
B = COUNT(box=RIGHT)
`;

describe('cells', () => {
  test('titles, questions, lenses, inputs and steps', () => {
    const { analysis, text } = fixture(two);
    const found = cells(analysis);
    expect(found.map(({ title, question }) => [title, question])).toEqual([
      ['First', 'Is there a dog?'],
      [undefined, undefined],
    ]);
    expect(found.map(({ lensOffset }) => text.slice(lensOffset).split('\n')[0])).toEqual([
      '# %% First',
      '# @input LEFT=a.jpg',
    ]);
    expect(found.map(({ inputs }) => inputs)).toEqual([
      [{ name: 'IMAGE', path: 'dog.jpg' }],
      [{ name: 'LEFT', path: 'a.jpg' }, { name: 'RIGHT' }],
    ]);
    expect(found[0]?.steps.map(({ name, module }) => `${name} ${module}`)).toEqual(['BOX0 LOC', 'N0 COUNT']);
  });

  test('a key changes with what its step depends on, not with spaces and comments', () => {
    const keys = (text: string) => cells(fixture(text).analysis).flatMap(({ steps }) => steps.map(({ key }) => key));
    const [box, count] = keys(two);
    const [sameBox, sameCount] = keys(two.replace('BOX0 = LOC(image=IMAGE', '# why\nBOX0=LOC(image = IMAGE'));
    expect([sameBox, sameCount]).toEqual([box, count]);
    const [otherBox, otherCount] = keys(two.replace("'dog'", "'cat'"));
    expect(otherBox).not.toBe(box);
    expect(otherCount).not.toBe(count);
  });

  test('an empty file', () => expect(cells(fixture('').analysis).flatMap(({ steps }) => steps)).toEqual([]));
});

test('symbols: steps under cells, or alone where there is one', () => {
  const names = (text: string) =>
    documentSymbols(fixture(text).analysis).map(({ name, children }) => [name, children.map(child => child.name)]);
  expect(names(two)).toEqual([
    ['First', ['BOX0', 'N0']],
    ['Program 2', ['A', 'B']],
  ]);
  expect(names('X = READ(image=IMAGE)\n')).toEqual([['X', []]]);
});

test('folding: cells, directives, calls over several lines', () => {
  const { analysis, text } = fixture(`${two}C = LOC(\n  image=LEFT,\n  object='dog')\n`);
  const lines = (offset: number) => text.slice(0, offset).split('\n').length;
  expect(foldingRanges(analysis).map(({ span, kind }) => [kind, lines(span.start), lines(span.end)])).toEqual([
    ['region', 1, 5],
    ['comment', 2, 3],
    ['region', 7, 14],
    ['comment', 8, 9],
    ['code', 12, 14],
  ]);
});

test('links: every picture that a directive names', () => {
  const { analysis, text } = fixture(two);
  expect(
    places(
      text,
      documentLinks(analysis).map(({ span }) => span),
    ),
  ).toEqual(['3:dog.jpg', '8:a.jpg', '9:b.jpg', '9:c.jpg']);
});

test('inlay hints: the type after each name', () => {
  const { analysis } = fixture(two);
  expect(inlayHints(analysis, { start: 0, end: two.indexOf('# %%\n') }).map(({ label }) => label)).toEqual([
    ': list[Object]',
    ': int',
  ]);
});

describe('semantic tokens', () => {
  const tokens = (marked: string) => {
    const { analysis, environment, text } = fixture(marked);
    return semanticTokens(analysis, environment).map(
      ({ span, type, modifiers }) => `${text.slice(span.start, span.end)} ${[type, ...modifiers].join('.')}`,
    );
  };

  test('of a step', () => {
    expect(tokens("BOX0 = LOC(image=IMAGE, object='dog')")).toEqual([
      'BOX0 variable.declaration',
      'LOC function.defaultLibrary',
      'image parameter',
      'IMAGE variable.readonly',
      'object parameter',
      "'dog' string",
    ]);
  });

  test('within EVAL', () => {
    expect(tokens("N = COUNT(box=IMAGE)\nX = EVAL(expr='{N} >= 2 and not {N} == 3')").slice(4)).toEqual([
      'X variable.declaration',
      'EVAL function.defaultLibrary',
      'expr parameter',
      'N variable',
      '>= operator',
      '2 number',
      'and operator',
      'not operator',
      'N variable',
      '== operator',
      '3 number',
    ]);
  });

  test('of directives', () => expect(tokens('# @image cat.jpg')).toEqual(['image decorator', 'cat.jpg string']));

  test('come in order and do not overlap, whatever the text', () => {
    const { analysis, environment } = fixture(`${two}X = EVAL(expr='({A} + (1 - {B})) * -2 xor {A')\nY = [1, {2}].z(`);
    const spans = semanticTokens(analysis, environment).map(({ span }) => span);
    for (const [index, span] of spans.entries()) expect(span.start).toBeGreaterThanOrEqual(spans[index - 1]?.end ?? 0);
  });
});

describe('formatting', () => {
  test.each([
    [
      'spaces',
      'A=LOC(image = IMAGE,object="x")\nB = COUNT(box=A)\n',
      "A = LOC(image=IMAGE, object='x')\nB = COUNT(box=A)\n",
    ],
    ['a call over several lines', '# c\nA=COUNT(\n box=IMAGE\n)\nB = READ(image=IMAGE)\n', undefined],
    ['nothing', '', ''],
  ])('%s', (_, before, after) => {
    const { analysis, text } = fixture(before);
    const formatted = edited(text, formatting(analysis));
    if (after !== undefined) expect(formatted).toBe(after);
    expect(formatting(fixture(formatted).analysis)).toEqual([]);
  });

  test('leaves lines alone that are right', () => {
    const { analysis } = fixture('A = READ(image=IMAGE)\nB=READ(image=IMAGE)\nC = READ(image=IMAGE)\n');
    expect(formatting(analysis)).toEqual([{ span: { start: 22, end: 42 }, newText: 'B = READ(image=IMAGE)\n' }]);
  });
});

test('quick fixes belong to the problems at the cursor', () => {
  const { analysis, offset, text } = fixture("A = LO|CC(image=IMAGE, object='dog')\nB = CROPP(image=IMAGE, box=A)\n");
  const actions = codeActions(analysis, { start: offset, end: offset });
  expect(actions.length).toBeGreaterThan(0);
  expect(actions.every(({ problem }) => problem.span.start < text.indexOf('\n'))).toBe(true);
  expect(edited(text, actions[0]?.edits ?? [])).toContain('A = LOC(');
});

test('diagnostics: a page for each, what is unused is faded', () => {
  const { analysis } = fixture('A = READ(image=IMAGE)\nB = READ(image=IMAGE)\nC = RESULT(var=B)\n');
  const unused = diagnostics(analysis).find(({ problem }) => problem.name === 'unused-step');
  expect(unused).toMatchObject({ unnecessary: true, page: expect.stringMatching(/^docs\/problems\/VP601-/) });
});
