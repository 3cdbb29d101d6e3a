import { describe, expect, it, test } from 'vitest';
import { parse } from '../parse.ts';
import { stepKeys, stepsOf } from './steps.ts';
import { nodeAt } from './walk.ts';

const keys = (text: string): string[] => stepKeys(parse(text).file.cells[0]!);
const program = [
  "A = LOC(image=IMAGE, object='dog')",
  'N = COUNT(box=A)',
  "E = EVAL(expr='{N} > 1')",
  'R = RESULT(var=E)',
];
const edited = (line: number, text: string): string =>
  program.map((old, index) => (index === line ? text : old)).join('\n');
/** The lines whose keys an edit changes. */
const changed = (text: string): number[] => {
  const before = keys(program.join('\n'));
  return keys(text).flatMap((key, index) => (key === before[index] ? [] : [index]));
};

describe('keys of steps', () => {
  test.each([
    ['spacing, quotes and comments', edited(0, 'A=LOC( image=IMAGE,object="dog" ) # here')],
    ['comments and blank lines above', `# a comment\n\n${program.join('\n')}`],
    ['spacing in EVAL', edited(2, 'E = EVAL(expr="{N}>1")')],
    ['the name of an output', program.join('\n').replaceAll(/\bN\b/g, 'M')],
  ])('are the same after a change of %s', (_, text) => {
    expect(changed(text)).toEqual([]);
  });

  test.each([
    ['the first step', edited(0, "A = LOC(image=IMAGE, object='cat')"), [0, 1, 2, 3]],
    ['an input', edited(0, "A = LOC(image=LEFT, object='dog')"), [0, 1, 2, 3]],
    ['a module', edited(1, 'N = READ(box=A)'), [1, 2, 3]],
    ['an argument', edited(1, 'N = COUNT(boxes=A)'), [1, 2, 3]],
    ['EVAL', edited(2, "E = EVAL(expr='{N} > 2')"), [2, 3]],
    ['the result', edited(3, 'R = RESULT(var=N)'), [3]],
  ])('change with %s and for what depends on it', (_, text, expected) => {
    expect(changed(text)).toEqual(expected);
  });

  it('follow the latest value of a name', () => {
    const [, second, , fourth] = keys('A = F(x=1)\nB = G(a=A)\nA = F(x=2)\nC = G(a=A)');
    expect(second).not.toBe(fourth);
  });

  it('are unique, also for steps that compute the same', () => {
    const [first, second, third, fourth] = keys('A = F(x=1)\nB = F(x=1)\nC = G(a=A)\nD = G(a=B)');
    expect(second).toBe(`${first}-2`);
    expect(fourth).toBe(`${third}-2`);
  });

  it('tell texts apart that differ in one place', () => {
    const texts = Array.from({ length: 2000 }, (_, index) => `A = F(x='${index}')`);
    expect(new Set(texts.flatMap(keys)).size).toBe(texts.length);
  });
});

it('only assignments of a module call to one name are steps', () => {
  const [cell] = parse('A = LOC(image=IMAGE)\nB = \nC = A\nD, E = LOC(a=1)\nLOC(a=1)\nprose\nF.g = LOC(a=1)\nH = LOC(')
    .file.cells;
  expect(stepsOf(cell!).map(({ name, module }) => `${name.name} ${module.name}`)).toEqual(['A LOC', 'H LOC']);
});

describe('nodeAt', () => {
  const text = "# @expect N > 1\nN = EVAL(expr='{A} + 1')\nM = F(a=N.b)";
  test.each([
    ['N > 1', ['SourceFile', 'Cell', 'Expect', 'Compare', 'Name']],
    ['N = ', ['SourceFile', 'Cell', 'Assign', 'Name']],
    ['A}', ['SourceFile', 'Cell', 'Assign', 'Call', 'EvalString', 'Binary', 'Reference', 'Name']],
    ['expr', ['SourceFile', 'Cell', 'Assign', 'Call']],
    ['N.b', ['SourceFile', 'Cell', 'Assign', 'Call', 'Attribute', 'Name']],
    ['b)', ['SourceFile', 'Cell', 'Assign', 'Call', 'Attribute']],
  ])('at %s', (at, kinds) => {
    // One further in than where the text begins, but for names of one letter.
    const offset = text.lastIndexOf(at) + (at === 'b)' || at === 'expr' ? 1 : 0);
    expect(nodeAt(parse(text).file, offset).map(node => node.kind)).toEqual(kinds);
  });
});
