import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../check.ts';
import { parse } from '../parse.ts';
import type { Edit, Problem } from '../problem.ts';
import { testEnvironment } from '../testing/environment.ts';
import { compareMarkers, readMarkers } from '../testing/markers.ts';
import { typeName } from '../types.ts';
import { inputsOf } from './inputs.ts';

const folder = new URL('../../fixtures/check/', import.meta.url);
const fixtures = readdirSync(folder)
  .filter(name => name.endsWith('.vprog'))
  .map(name => ({ name, fixture: readFileSync(new URL(name, folder), 'utf8') }));

const analyse = (text: string) => check(parse(text), testEnvironment);
const problemsOf = (text: string): readonly Problem[] => analyse(text).problems;

describe('fixtures', () => {
  test.each(fixtures)('$name', ({ fixture }) => {
    const { expected, actual } = compareMarkers(fixture, problemsOf(readMarkers(fixture).text));
    expect(actual).toBe(expected);
  });
});

describe('fixes', () => {
  const apply = (text: string, edits: readonly Edit[]): string =>
    [...edits]
      .sort((a, b) => b.span.start - a.span.start)
      .reduce((changed, { span, newText }) => changed.slice(0, span.start) + newText + changed.slice(span.end), text);
  const errors = (problems: readonly Problem[]) => problems.filter(({ severity }) => severity === 'error').length;
  const cases = fixtures.flatMap(({ name, fixture }) => {
    const { text } = readMarkers(fixture);
    return problemsOf(text).flatMap(found => (found.fixes ?? []).map(fix => ({ name, text, found, fix })));
  });

  test.each(cases)('$name: $found.code $fix.title', ({ text, found, fix }) => {
    const before = problemsOf(text);
    const after = problemsOf(apply(text, fix.edits));
    const same = ({ code, message, span }: Problem): boolean =>
      code === found.code && message === found.message && span.start === found.span.start;
    expect(before.some(same)).toBe(true);
    expect(after.some(same)).toBe(false);
    expect(errors(after)).toBeLessThanOrEqual(errors(before));
  });
});

describe('analysis', () => {
  const [cell] = analyse(
    [
      '# @input SCENE=a.jpg',
      "BOX0 = LOC(image=SCENE, object='dog')",
      'N0 = COUNT(box=BOX0)',
      "E0 = EVAL(expr='{N0} > 1')",
      'X = FROBNICATE(image=IMAGE)',
      'FINAL = RESULT(var=E0 or N0)',
    ].join('\n'),
  ).cells;
  const variable = (name: string) => cell?.variables.find(candidate => candidate.name === name);

  test('steps have the type of their output', () => {
    expect(cell?.steps.map(({ name, type }) => `${name.name}: ${typeName(type)}`)).toEqual([
      'BOX0: list[Object]',
      'N0: int',
      'E0: bool',
      'X: Any',
      'FINAL: bool | int',
    ]);
    expect(cell?.steps.map(({ signature }) => signature?.name)).toEqual(['LOC', 'COUNT', 'EVAL', undefined, 'RESULT']);
  });

  test('variables know their places, also in EVAL', () => {
    const { text } = analyse("N0 = COUNT(box=[1])\nE0 = EVAL(expr='{N0} > N0')").parsed;
    const [only] = analyse(text).cells[0]!.variables;
    expect(only).toMatchObject({ name: 'N0', kind: 'step' });
    expect(only?.references.map(({ start, end }) => text.slice(start - 1, end + 1))).toEqual(['{N0}', " N0'"]);
    expect(only?.definitions).toEqual([{ kind: 'Name', name: 'N0', start: 0, end: 2 }]);
  });

  test('inputs are those that directives name or steps use', () => {
    expect(variable('SCENE')).toMatchObject({ kind: 'input', definitions: [{ text: 'SCENE' }] });
    expect(variable('IMAGE')).toMatchObject({ kind: 'input', definitions: [] });
    expect(variable('LEFT')).toBeUndefined();
  });

  test('the names and expressions in EVAL have types', () => {
    const types = [...(cell?.types ?? [])].map(([{ kind }, type]) => `${kind} ${typeName(type)}`);
    expect(types).toContain('Reference int');
    expect(types).toContain('Compare bool');
    expect(types).toContain('EvalString bool');
  });
});

describe('inputsOf', () => {
  const inputs = (text: string) => inputsOf(parse(text).file.cells[0]!).map(({ name, path }) => [name, path?.text]);

  test.each([
    ["A = LOC(image=IMAGE, object='dog')", [['IMAGE', undefined]]],
    ["# @image a.jpg\nA = LOC(image=IMAGE, object='dog')", [['IMAGE', 'a.jpg']]],
    ["# @image a.jpg\nA = LOC(image=LEFT, object='dog')", [['LEFT', undefined]]],
    [
      "# @input P=a.jpg\n# @input Q=b.jpg\nA = EVAL(expr='{Q}.width')\nB = READ(P)",
      [
        ['Q', 'b.jpg'],
        ['P', 'a.jpg'],
      ],
    ],
    ['IMAGE = READ(image=LEFT)\nB = RESULT(var=IMAGE)', [['LEFT', undefined]]],
    ['# @case P=a.jpg expect=3\nB = READ(image=P)', [['P', undefined]]],
    [
      '# @expect RESULT.width > RIGHT.width\nB = READ(image=IMAGE)',
      [
        ['IMAGE', undefined],
        ['RIGHT', undefined],
      ],
    ],
    ["A = LIST(query='dogs', max=3)", []],
  ])('%s', (text, expected) => expect(inputs(text)).toEqual(expected));
});

describe('check is total', () => {
  const piece = fc.constantFrom(
    ...'BOX0 N0 A0 IMAGE LOC COUNT CROP EVAL RESULT VQA image box object expr var = ( ) [ ] { } , . \' " + - not and or xor if else == < in 1 2.5 None True # %% @image @expect @input RESULT \n \n'.split(
      ' ',
    ),
    ' ',
    "'dog'",
    '"{N0} > 1"',
    'N0 = COUNT(box=BOX0)\n',
    'def f(x):\n',
  );
  const program = fc.array(piece, { maxLength: 60 }).map(pieces => pieces.join(' '));

  test('for any text', () => {
    fc.assert(
      fc.property(fc.oneof(program, fc.string({ unit: 'binary' })), text => {
        const { problems, cells } = analyse(text);
        for (const { span, fixes = [] } of problems) {
          for (const { start, end } of [span, ...fixes.flatMap(({ edits }) => edits.map(edit => edit.span))]) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeLessThanOrEqual(text.length);
            expect(start).toBeLessThanOrEqual(end);
          }
        }
        expect(cells.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  test('and reports nothing twice', () => {
    fc.assert(
      fc.property(program, text => {
        const seen = problemsOf(text).map(({ code, span, message }) => `${code} ${span.start} ${span.end} ${message}`);
        expect(new Set(seen).size).toBe(seen.length);
      }),
    );
  });

  test.each([
    ['many steps', "BOX0 = LOC(image=IMAGE, object='dog')\n".repeat(100_000)],
    ['many undefined names', Array.from({ length: 50_000 }, (_, i) => `A${i} = COUNT(box=UNKNOWN${i}X)`).join('\n')],
    [
      'many phrases',
      Array.from({ length: 50_000 }, (_, i) => `A${i} = LOC(image=IMAGE, object='thing ${i}')`).join('\n'),
    ],
    ['many invented modules', Array.from({ length: 50_000 }, (_, i) => `A${i} = MODULE${i}(image=IMAGE)`).join('\n')],
    ['types that grow', "A = EVAL(expr='({A}, {A}, [{A}])')\n".repeat(50_000)],
    ['a long expression', `A = EVAL(expr='${'1 + '.repeat(200_000)}1')`],
    ['a long condition', `A = EVAL(expr='${'{A} and '.repeat(100_000)}1')`],
    ['a long phrase', `A = LOC(image=IMAGE, object='${'very '.repeat(200_000)}')`],
    ['a long name', `${'A'.repeat(1_000_000)} = ${'B'.repeat(1_000_000)}(x=${'C'.repeat(1_000_000)})`],
    ['many arguments', `A = LOC(${'image=IMAGE, '.repeat(50_000)})`],
    ['many inputs', `${'# @input P=a.jpg\n'.repeat(50_000)}A = READ(image=P)`],
    ['many cells', '# %%\nA = READ(image=IMAGE)\n'.repeat(50_000)],
  ])('and ends for %s', (_, text) => {
    const { problems } = analyse(text);
    for (const { message } of problems.slice(0, 10)) expect(message.length).toBeLessThan(2_000);
  });
});
