import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Node } from '../ast.ts';
import { format } from '../format.ts';
import { parse } from '../parse.ts';
import { mutated } from '../testing/mutate.ts';
import { canonical } from '../tree/canonical.ts';
import { stepKeys, stepsOf } from '../tree/steps.ts';
import { children, nodeAt } from '../tree/walk.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        ...'()[]{}\'"“’=,.:;#@%! \t\n\r\\AB19_-*<>&|^~`?',
        'EVAL(expr="',
        'X = LOC(',
        '{A}',
        ' and ',
        'not ',
        ' if ',
        ' else ',
        '"""',
        '# @expect RESULT',
        '# %%',
        'def f():',
        '\ufeff',
      ),
      { maxLength: 60 },
    )
    .map(parts => parts.join('')),
  mutated,
);
const options = { numRuns: 2000 };

function expectSpansWithin(node: Node, outer: { start: number; end: number }): void {
  expect(node.start, node.kind).toBeLessThanOrEqual(node.end);
  expect(node.start, node.kind).toBeGreaterThanOrEqual(outer.start);
  expect(node.end, node.kind).toBeLessThanOrEqual(outer.end);
  for (const child of children(node)) expectSpansWithin(child, node);
}

describe('any text', () => {
  it('is read, and every node and problem lies within the text and its parent', () => {
    fc.assert(
      fc.property(anyText, text => {
        const { file, problems } = parse(text);
        expectSpansWithin(file, { start: 0, end: text.length });
        for (const { span, fixes = [] } of problems) {
          for (const place of [span, ...fixes.flatMap(fix => fix.edits.map(edit => edit.span))]) {
            expect(place.start).toBeGreaterThanOrEqual(0);
            expect(place.end).toBeGreaterThanOrEqual(place.start);
            expect(place.end).toBeLessThanOrEqual(text.length);
          }
        }
        expect(problems.map(problem => problem.span.start)).toEqual(
          problems.map(problem => problem.span.start).sort((a, b) => a - b),
        );
      }),
      options,
    );
  });

  it('has unique keys for its steps, and a path of nodes to every offset', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, seed) => {
        const { file } = parse(text);
        for (const cell of file.cells) {
          const keys = stepKeys(cell);
          expect(keys).toHaveLength(stepsOf(cell).length);
          expect(new Set(keys).size).toBe(keys.length);
        }
        const offset = seed % (text.length + 1);
        for (const node of nodeAt(file, offset)) {
          expect(node.start).toBeLessThanOrEqual(offset);
          expect(node.end).toBeGreaterThanOrEqual(offset);
        }
      }),
      options,
    );
  });

  it('means the same when formatted, and is then formatted', () => {
    fc.assert(
      fc.property(anyText, text => {
        const formatted = format(text);
        expect(meaning(formatted)).toBe(meaning(text));
        expect(format(formatted)).toBe(formatted);
      }),
      options,
    );
  });
});

/** Lines that are no steps are left as they are, so that how they fail is of no account. */
const meaning = (text: string): string => canonical(parse(text).file);
