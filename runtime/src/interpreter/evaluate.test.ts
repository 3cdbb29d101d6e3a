import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Limits } from '@vprog/language';
import { type Expression, parse } from '@vprog/language';
import { describe, expect, test } from 'vitest';
import { RunError } from '../errors.ts';
import { wholePicture } from '../images/picture.ts';
import { makePixels } from '../images/pixels.ts';
import { bool, float, image, int, list, none, object, type RuntimeValue, str } from '../values.ts';
import { Budget } from './budget.ts';
import { evaluate } from './evaluate.ts';
import { repr } from './repr.ts';

/** The argument of a step in which `source` stands. */
function argument(text: string): Expression {
  const { file, problems } = parse(text);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const statement = file.cells[0]!.statements[0]!;
  if (statement.kind !== 'Assign' || statement.value.kind !== 'Call') throw new Error(`${text} is no step.`);
  return statement.value.args[0]!.value;
}

interface Options {
  readonly variables?: Readonly<Record<string, RuntimeValue>>;
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal;
}

/** What a step prints: a repr, or the class and words of its error. */
async function answer(text: string, { variables = {}, limits, signal }: Options = {}): Promise<string> {
  const context = { variables: new Map(Object.entries(variables)), budget: new Budget(limits, signal) };
  try {
    return repr(await evaluate(argument(text), context));
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return `${error.exception ?? error.code}: ${error.message}`;
  }
}

type Expected = {
  readonly expression: string;
  readonly repr?: string;
  readonly exception?: string;
  readonly message?: string;
};

describe('gives what CPython gives', () => {
  const fixtures = join(import.meta.dirname, '../../../tests/fixtures/expressions/expected.json');
  const rows: readonly Expected[] = JSON.parse(readFileSync(fixtures, 'utf8'));
  const variables = {
    A: str('yes'),
    N: int(3),
    F: float(2.5),
    S: str("it's"),
    L: list([int(1), int(2), int(3)]),
    T: { type: 'tuple', items: [int(1), str('a')] },
    D: { type: 'dict', entries: [[str('a'), int(1)]] },
    B: list([{ type: 'box', box: { x1: 10, y1: 20, x2: 30, y2: 40 } }]),
  } as const;
  test.each(rows)('$expression', async ({ expression, repr: value, exception, message }) => {
    const expected = value ?? `${exception}: ${message}`;
    expect(await answer(`X = RESULT(var=(${expression}))`, { variables })).toBe(expected);
  });
});

describe('EVAL reads answers', () => {
  const variables = {
    YES: str('yes'),
    CAPITAL: str('Yes'),
    NO: str('no'),
    LEFT: str('left'),
    MENS: str("men's"),
    TWO: str('2'),
    TEN: str('10'),
    NINE: str('9'),
    N: int(2),
    T: bool(true),
    L: list([str('yes'), str('2')]),
    EMPTY: list([]),
  };
  const rows: readonly (readonly [expression: string, expected: string])[] = [
    ['{YES}', 'True'],
    ['{CAPITAL}', 'True'],
    ['{NO}', 'False'],
    ['{TWO}', '2'],
    ['{LEFT}', "'left'"],
    ['not {NO}', 'True'],
    ['not {CAPITAL}', 'False'],
    ["not 'no'", 'True'],
    ['{YES} and {NO}', 'False'],
    ['{NO} or {YES}', 'True'],
    ['{YES} xor {NO}', 'True'],
    ['{YES} xor {CAPITAL}', 'False'],
    ["'maybe' xor {NO}", 'True'],
    ['{YES} ^ {NO}', 'True'],
    ['{YES} AND NOT {NO}', 'True'],
    ["{YES} == 'yes'", 'True'],
    ["{CAPITAL} == 'yes'", 'True'],
    ["{NO} == 'yes'", 'False'],
    ["{NO} != 'yes'", 'True'],
    ["{NO} == 'No'", 'True'],
    ['{YES} == True', 'True'],
    ['{YES} == {T}', 'True'],
    ["{LEFT} == 'left'", 'True'],
    ["{LEFT} == 'Left'", 'False'],
    ['{LEFT} == {YES}', 'False'],
    ["{YES} in ['yes', 'maybe']", 'True'],
    ["{L} == ['yes', 2]", 'True'],
    ["'yes' if {YES} else 'no'", "'yes'"],
    ["'a' if {NO} else 'b'", "'b'"],
    ['{TWO} + 1', '3'],
    ['{TWO} + {TEN} == 12', 'True'],
    ['{TEN} > {NINE}', 'True'],
    ['{TWO} == {N}', 'True'],
    ["{TWO} == '2'", 'True'],
    ["{TWO} == 'two'", 'False'],
    ['{TWO} == 2.0', 'True'],
    ["{N} == '2'", 'True'],
    ['{N} == None', 'False'],
    ['{MENS}', '"men\'s"'],
    [`{MENS} == "men's"`, 'True'],
    ['{EMPTY} or {N}', '2'],
    ['N + 1', '3'],
    ['1 < {N} < {TEN}', 'True'],
  ];
  test.each(rows)('%s is %s', async (expression, expected) => {
    expect(await answer(`X = EVAL(expr=${JSON.stringify(expression)})`, { variables })).toBe(expected);
  });

  test('and nothing else does', async () => {
    const given = { variables: { NO: str('no'), TWO: str('2') } };
    expect(await answer('X = RESULT(var=NO and 1)', given)).toBe('1');
    expect(await answer("X = RESULT(var=TWO == '2')", given)).toBe('True');
    expect(await answer('X = RESULT(var=TWO == 2)', given)).toBe('False');
  });
});

describe('pictures, boxes and objects', () => {
  const picture = wholePicture(makePixels(4, 3, new Uint8Array(36)));
  const variables = {
    I: image(picture),
    B: list([object({ box: { x1: 1, y1: 2, x2: 30, y2: 40 }, category: 'dog', score: 0.914 })]),
    BOX: { type: 'box', box: { x1: 1, y1: 2, x2: 30, y2: 40 } },
    M: object({
      box: { x1: 0, y1: 0, x2: 2, y2: 1 },
      category: 'cat',
      score: 0.5,
      class: "tom's",
      classScore: 0.75,
      mask: { box: { x1: 0, y1: 0, x2: 2, y2: 1 }, alpha: new Uint8Array([0, 255]) },
    }),
  } as const;
  const rows: readonly (readonly [expression: string, expected: string])[] = [
    ['I', 'Image(4x3)'],
    ['I.width', '4'],
    ['I.height', '3'],
    ['I.size', '(4, 3)'],
    ['I.shape', '(3, 3, 4)'],
    ['I.depth', "AttributeError: 'Image' object has no attribute 'depth'"],
    ['I == I', 'True'],
    ['I[0]', "TypeError: 'Image' object is not subscriptable"],
    ['I + 1', "TypeError: unsupported operand type(s) for +: 'Image' and 'int'"],
    ['B', "[Object(box=[1, 2, 30, 40], category='dog', score=0.91)]"],
    ['B[0][2]', '30'],
    ['B[0][-1]', '40'],
    ['B[0][4]', 'IndexError: list index out of range'],
    ['B[0][:2]', '[1, 2]'],
    ['B[0].box', '[1, 2, 30, 40]'],
    ['B[0].box == [1, 2, 30, 40]', 'True'],
    ['B[0].box.width', '29'],
    ['B[0].score > 0.9', 'True'],
    ["B[0].category == 'dog'", 'True'],
    ["B[0]['category']", "'dog'"],
    ["B[0]['colour']", "KeyError: 'colour'"],
    ["B[0]['class']", 'None'],
    ['M', "Object(box=[0, 0, 2, 1], category='cat', score=0.50, class=\"tom's\")"],
    ['M.class_score', '0.75'],
    ['M.mask', 'Mask([0, 0, 2, 1])'],
    ['B[1]', 'IndexError: list index out of range'],
    ['B == B', 'True'],
    ['B == [M]', 'False'],
    ['BOX + [5]', '[1, 2, 30, 40, 5]'],
    ['BOX < [1, 3]', 'True'],
    ['30 in BOX', 'True'],
    ['not B', 'False'],
  ];
  test.each(rows)('%s is %s', async (expression, expected) => {
    expect(await answer(`X = RESULT(var=${expression})`, { variables })).toBe(expected);
  });
});

describe('limits', () => {
  const rows: readonly (readonly [expression: string, limit: string])[] = [
    ["'ab' * 1000000", '1,000,000'],
    ["'ab' * 10 ** 30", '1,000,000'],
    ['10 ** 10 ** 10', '1,000,000'],
    ['1 << 10 ** 12', '1,000,000'],
    ['[0] * 10 ** 9', '100,000'],
    ['[[0] * 1000] * 1000', '100,000'],
    ["['x' * 100000] * 100", '1,000,000'],
  ];
  test.each(rows)('%s exceeds %s', async (expression, limit) => {
    const got = await answer(`X = RESULT(var=${expression})`);
    expect(got).toMatch(/^VP730: A (?:text|number|list) of /);
    expect(got).toContain(` exceeds the limit of ${limit} (`);
  });

  test('are settings', async () => {
    const text = "X = RESULT(var='ab' * 10)";
    expect(await answer(text, { limits: { stringLength: 20 } })).toContain('abab');
    expect(await answer(text, { limits: { stringLength: 19 } })).toContain('exceeds the limit of 19 (');
    expect(await answer(text, { limits: { seconds: 0 } })).toContain('exceeds the limit of 0 (');
    expect(await answer('X = RESULT(var=[[[1]]])', { limits: { depth: 4 } })).toBe('[[[1]]]');
    expect(await answer('X = RESULT(var=[[[1]]])', { limits: { depth: 3 } })).toContain('exceeds the limit of 3 (');
  });

  test('a cancelled run stops at the next operation', async () => {
    expect(await answer('X = RESULT(var=1 + 1)', { signal: AbortSignal.abort() })).toContain('VP702');
  });
});

test('an error stands at the innermost expression', async () => {
  const text = "X = EVAL(expr='{N} + (1 / {Z}) > 3')";
  const context = {
    variables: new Map([
      ['N', int(1)],
      ['Z', int(0)],
    ]),
    budget: new Budget(),
  };
  const error = await evaluate(argument(text), context).catch((thrown: RunError) => thrown);
  const { start, end } = (error as RunError).span!;
  expect(text.slice(start, end)).toBe('1 / {Z}');
});

test('None is a value', async () => {
  expect(await answer('X = RESULT(var=N is None)', { variables: { N: none } })).toBe('True');
});
