import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { Node } from '../ast.ts';
import { parse } from '../parse.ts';
import type { Edit } from '../problem.ts';
import { compareMarkers, readMarkers } from '../testing/markers.ts';
import { canonical } from '../tree/canonical.ts';
import { walk } from '../tree/walk.ts';

const folder = new URL('../../fixtures/syntax/', import.meta.url);
const fixtures = readdirSync(folder)
  .filter(name => name.endsWith('.vprog'))
  .map(name => ({ name, fixture: readFileSync(new URL(name, folder), 'utf8') }));

const tree = (text: string): string => canonical(parse(text).file);
const codes = (text: string): string[] => parse(text).problems.map(problem => problem.code);
const apply = (text: string, edits: readonly Edit[]): string =>
  [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((changed, { span, newText }) => changed.slice(0, span.start) + newText + changed.slice(span.end), text);

test.each(fixtures)('problems of $name', ({ fixture }) => {
  const { expected, actual } = compareMarkers(fixture, parse(readMarkers(fixture).text).problems);
  expect(actual).toBe(expected);
});

describe('fixes', () => {
  /** Where the text was read as meant, the fix writes it as read. */
  const understood = /^VP(?:101|103|104|106|108|110|111|112|120|123|125|409)$/;
  const cases = fixtures.flatMap(({ name, fixture }) => {
    const { text } = readMarkers(fixture);
    return parse(text).problems.flatMap(found => (found.fixes ?? []).map(fix => ({ name, text, found, fix })));
  });

  test.each(cases)('$name: $found.code $fix.title at $found.span.start', ({ text, found, fix }) => {
    const fixed = apply(text, fix.edits);
    const count = (other: string): number => codes(other).filter(code => code === found.code).length;
    expect(count(fixed)).toBeLessThan(count(text));
    if (understood.test(found.code) && !fix.title.includes('@question')) expect(tree(fixed)).toBe(tree(text));
  });
});

describe('trees', () => {
  it('of a program with everything', () => {
    const text = [
      '# %% counting',
      '# @question How many?',
      '# @image my dog.jpg',
      '# @input LEFT = a b.png',
      '# @expect yes',
      '# @expect N >= 4 and RESULT.width == 3',
      "# @case IMAGE=a b.jpg LEFT='c d.jpg' expect=[1, 2]",
      '# @profile photos',
      'BOX0=LOC(image=IMAGE,object="sky") # comment',
      'N=COUNT(box=BOX0[-1][1:])',
      `E=EVAL(expr="'yes' if {N} >= 4 and not {N} == 3 else 'no'")`,
      'R=RESULT(var=E or N)',
    ].join('\n');
    expect(tree(text)).toBe(`(cell step
  (@question "How many?")
  (@input IMAGE "my dog.jpg")
  (@input LEFT "a b.png")
  (@expect "yes")
  (@expect (and (N >= 4) ((. RESULT width) == 3)))
  (@case IMAGE="a b.jpg" LEFT="c d.jpg" "[1, 2]")
  (@profile "photos")
  (= BOX0 (LOC image=IMAGE object="sky"))
  (= N (COUNT box=([] ([] BOX0 (- 1)) (slice 1 _ _))))
  (= E (EVAL expr=(eval (if (and ({N} >= 4) (not ({N} == 3))) "yes" "no"))))
  (= R (RESULT var=(or E N))))`);
    expect(codes(text)).toEqual([]);
  });

  test.each([
    ['a or b and not c', '(or a (and b (not c)))'],
    ['(a or b) and c', '(and (or a b) c)'],
    ['a and b and (c and d)', '(and a b (and c d))'],
    ['not a == b', '(not (a == b))'],
    ['a < b <= c', '(a < b <= c)'],
    ['(a < b) <= c', '((a < b) <= c)'],
    ['a not in b is not c', '(a not in b is not c)'],
    ['a | b ^ c & d << e', '(| a (^ b (& c (<< d e))))'],
    ['a - b - c', '(- (- a b) c)'],
    ['a + b * c // d', '(+ a (// (* b c) d))'],
    ['-a ** -b ** c', '(- (** a (- (** b c))))'],
    ['a if b else c if d else e', '(if b a (if d c e))'],
    ['(a, b), (c,), ()', undefined],
    ['[(a, b), (c,), ()]', '(list (tuple a b) (tuple c) (tuple))'],
    ['a.b(c, d=e)[f][1:2, ::3]', '([] ([] ((. a b) c d=e) f) (tuple (slice 1 2 _) (slice _ _ 3)))'],
    ["{1, 'a'} or {'a': 1, b: c}", '(or (set 1 "a") (dict "a": 1 b: c))'],
    ['0x_ff + 0b11 + 1_0.5e1 + 00', '(+ (+ (+ 255 3) 105) 0)'],
    ["'a' \"b\" r'\\d' '\\x41\\u00e9\\n\\q\\''", '"ab\\\\dAé\\n\\\\q\'"'],
  ])('%s', (text, expected) => {
    expect(tree(`X = F(${text})`)).toContain(
      expected === undefined ? '(F (tuple a b) (tuple c) (tuple))' : `(F ${expected})`,
    );
  });

  test.each([
    ['{A} xor {B} or {C} and {D}', '(or (xor {A} {B}) (and {C} {D}))'],
    ['{A} AND NOT {B} || !{C}', '(or (and {A} (not {B})) (not {C}))'],
    ['{A} = 3', '({A} == 3)'],
    ['{A} ^ {B}', '(^ {A} {B})'],
    ['{A[0]} + {B.width}', '(+ ([] A 0) (. B width))'],
    ['A + 1', '(+ A 1)'],
  ])('of EVAL: %s', (text, expected) => {
    expect(tree(`X = EVAL(expr='${text}')`)).toContain(`(eval ${expected})`);
    expect(tree(`X = EVAL("""${text}""")`)).toContain(`(eval ${expected})`);
  });
});

describe('lines that are still being written', () => {
  test.each([
    ['X = ', '(= X (error))'],
    ['X = LO', '(= X LO)'],
    ['X = LOC(', '(= X (LOC))'],
    ['X = LOC(image=', '(= X (LOC image=(error)))'],
    ['X = LOC(image=IMAGE, ob', '(= X (LOC image=IMAGE ob))'],
    ["X = LOC(image=IMAGE, object='sk", '(= X (LOC image=IMAGE object="sk"))'],
    ['X = CROP(box=BOX0.', '(= X (CROP box=(. BOX0 )))'],
    ["X = EVAL(expr='{A} +", '(= X (EVAL expr=(eval (+ {A} (error)))))'],
    ["X = EVAL(expr='{", '(= X (EVAL expr=(eval {})))'],
  ])('%s', (line, expected) => {
    const next = 'Y = COUNT(box=X)';
    expect(tree(`${line}\n${next}`)).toBe(`(cell step\n  ${expected}\n  (= Y (COUNT box=X)))`);
    expect(tree(line)).toBe(`(cell step\n  ${expected})`);
  });
});

describe('places', () => {
  const spansOf = (text: string): string[] => {
    const found: string[] = [];
    walk(parse(text).file, (node: Node) => {
      if (node.kind === 'Name') found.push(`${node.name}:${text.slice(node.start, node.end)}`);
      if (node.kind === 'Reference') found.push(text.slice(node.start, node.end));
    });
    return found;
  };

  test.each([
    ["E = EVAL(expr='{AB} + C')", ['E:E', 'EVAL:EVAL', '{AB}', 'AB:AB', 'C:C']],
    ["E = EVAL(expr='\\'x\\' == \\x7bAB} and \\u0043')", ['E:E', 'EVAL:EVAL', '\\x7bAB}', 'AB:AB', 'C:\\u0043']],
    ["E = EVAL(expr='{A' 'B}' \"+C\")", ['E:E', 'EVAL:EVAL', "{A' 'B}", "AB:A' 'B", 'C:C']],
    ["E = EVAL('''{AB}\r\n+ C''')", ['E:E', 'EVAL:EVAL', '{AB}', 'AB:AB', 'C:C']],
  ])('in %s', (text, expected) => {
    expect(spansOf(text)).toEqual(expected);
  });

  it('count brackets to what is around them', () => {
    const text = 'X = F((a + b) * (c))';
    walk(parse(text).file, node => {
      if (node.kind === 'Binary' && node.operator === '*')
        expect(text.slice(node.start, node.end)).toBe('(a + b) * (c)');
    });
  });
});

describe('texts of any sort', () => {
  const program = "BOX0 = LOC(image=IMAGE, object='é')\n# %% two\nN = COUNT(box=BOX0)\n";
  test.each([
    ['a byte order mark', `\ufeff${program}`],
    ['CRLF', program.replaceAll('\n', '\r\n')],
    ['CR', program.replaceAll('\n', '\r')],
    ['tabs', program.replaceAll(' = ', '\t=\t')],
    ['no-break spaces', program.replaceAll(' = ', '\u00a0=\u00a0')],
  ])('%s', (_, text) => {
    expect(tree(text)).toBe(tree(program));
    expect(codes(text)).toEqual([]);
  });

  test.each([
    ['nothing', '', ['VP115']],
    ['a NUL', 'X = F(\0)', ['VP127']],
    ['half a surrogate pair', 'X = F(\ud800)', ['VP127']],
    ['100,000 brackets', `X = ${'('.repeat(100_000)}`, ['VP113']],
    ['100,000 brackets that close', `X = F(${'['.repeat(100_000)}${']'.repeat(100_000)})`, ['VP113']],
    ['100,000 operators', `X = F(1${'+1'.repeat(100_000)})`, ['VP113']],
    ['100,000 attributes', `X = F(a${'.a'.repeat(100_000)})`, ['VP113']],
    ['100,000 negations', `X = F(${'not '.repeat(100_000)}a)`, ['VP113']],
    ['100,000 brackets in EVAL', `X = EVAL('${'('.repeat(100_000)}')`, ['VP113']],
    ['a number of 100,000 digits', `X = F(${'9'.repeat(100_000)})`, ['VP128']],
  ])('%s', (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it('keeps what stands around a line that is too deep', () => {
    expect(tree(`A = F(1)\nX = ${'('.repeat(1000)}\nB = F(2)`)).toBe(
      '(cell step\n  (= A (F 1))\n  (error)\n  (= B (F 2)))',
    );
  });

  it('reads chains of one operator of any length as one node', () => {
    expect(codes(`X = F(a${' and a'.repeat(1000)})\nY = F(1${' < 2'.repeat(1000)})`)).toEqual([]);
  });

  it('keeps only so many problems', () => {
    const { problems } = parse('no step\n'.repeat(20_000));
    expect(problems).toHaveLength(5001);
    expect(problems.at(-1)?.code).toBe('VP199');
  });
});

describe('expectations', () => {
  test.each([
    ['yes', undefined],
    ['dog', undefined],
    ['N', undefined],
    ['dog and cat', undefined],
    ['[1, 2]', undefined],
    ['RESULT', undefined],
    ['M > 3', undefined],
    ['N > 3', '(N > 3)'],
    ['N', undefined],
    ["RESULT == 'a'", '(RESULT == "a")'],
    ['len(RESULT) = 3', undefined],
    ['not RESULT', '(not RESULT)'],
    ['RESULT.width', '(. RESULT width)'],
  ])('%s', (text, expected) => {
    const [cell] = parse(`# @expect ${text}\nN = COUNT(box=A)`).file.cells;
    const [directive] = cell!.directives;
    if (directive?.kind !== 'Expect') throw new Error('no expectation');
    const { expectation } = directive;
    expect(expectation.text).toBe(text);
    expect(expectation.expression && canonical(expectation.expression)).toBe(expected);
  });
});
