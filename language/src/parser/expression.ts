import type { Expression } from '../ast.ts';
import { BracketBalancer, MAXIMUM_NESTING } from '../lexer/brackets.ts';
import { endOf, startOf, tokenize } from '../lexer/lexer.ts';
import * as t from '../lexer/tokens.ts';
import { problem } from '../problems.ts';
import { isTooDeep } from '../tree/depth.ts';
import { NodeBuilder } from './builder.ts';
import type { ReadingContext } from './context.ts';
import { Grammar } from './grammar.ts';
import { checkStrings, readForeignOperators } from './prepare.ts';

/** Apart from the grammar of lines, which is at work while the text of an EVAL is read. */
const grammar = new Grammar();
const LINE_STRUCTURE = new Set([t.Newline, t.LineJoin, t.Comment]);

/** Reads a text that holds one expression; undefined, with a problem reported, where it holds none. */
export function readExpression(context: ReadingContext): Expression | undefined {
  const { place, source } = context;
  const balancer = new BracketBalancer(place);
  for (const token of tokenize(source)) {
    if (LINE_STRUCTURE.has(token.tokenType)) continue;
    if (token.tokenType === t.Unknown) {
      const span = place(startOf(token), endOf(token));
      if (token.image === '?') context.report(problem('VP107', span, ['?', 'write `B if A else C` for `A ? B : C`.']));
      else context.report(problem('VP127', span, [token.image]));
    } else balancer.add(token);
  }
  balancer.finish();
  const whole = place(0, source.length);
  if (balancer.tooDeep) {
    context.report(problem('VP113', whole, [MAXIMUM_NESTING]));
    return undefined;
  }
  checkStrings(balancer.tokens, context);
  balancer.problems.forEach(context.report);
  readForeignOperators(balancer.tokens, context);
  const builder = new NodeBuilder(context);
  const items = grammar.read(balancer.tokens, builder);
  const [first, second] = items;
  if (first?.kind !== 'value') {
    if (first === undefined) context.report(problem('VP105', whole, ['in this text: an expression']));
    else builder.unexpected(first);
    return undefined;
  }
  if (isTooDeep(first.node)) {
    context.report(problem('VP113', whole, [MAXIMUM_NESTING]));
    return undefined;
  }
  if (second === undefined) return first.node;
  const commas = items.every(
    (item, index) => index % 2 === 0 || (item.kind === 'separator' && item.token.tokenType === t.Comma),
  );
  if (commas) {
    const elements = items.flatMap(item => (item.kind === 'value' ? [item.node] : []));
    return { kind: 'Tuple', elements, ...whole };
  }
  builder.unexpected(second);
  return undefined;
}
