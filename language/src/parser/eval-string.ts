import type { IToken } from 'chevrotain';
import type { Expression } from '../ast.ts';
import { decodeWithOffsets } from '../lexer/decode.ts';
import { endOf, shapeOf, startOf } from '../lexer/lexer.ts';
import type { ReadingContext } from './context.ts';
import { readExpression } from './expression.ts';

/** The string given to EVAL, with the expression in it, whose spans are those of the file. */
export function parseEvalArgument(strings: readonly IToken[], outer: ReadingContext): Expression {
  const { text, starts, ends } = decodeWithOffsets(outer.source, strings.map(shapeOf));
  const expression = readExpression({
    source: text,
    file: outer.file,
    mode: 'eval',
    place: (start, end) => ({ start: starts[start]!, end: end > start ? ends[end - 1]! : starts[start]! }),
    report: outer.report,
  });
  const span = outer.place(startOf(strings[0]!), endOf(strings.at(-1)!));
  return { kind: 'EvalString', text, ...(expression === undefined ? {} : { expression }), ...span };
}
