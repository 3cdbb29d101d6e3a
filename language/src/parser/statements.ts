import type { IToken } from 'chevrotain';
import type { Assign, Expression, Statement } from '../ast.ts';
import { MAXIMUM_NESTING } from '../lexer/brackets.ts';
import { endOf, startOf } from '../lexer/lexer.ts';
import * as t from '../lexer/tokens.ts';
import { problem } from '../problems.ts';
import { join, type Span } from '../span.ts';
import { isTooDeep, MAXIMUM_DEPTH } from '../tree/depth.ts';
import { NodeBuilder } from './builder.ts';
import type { LineProblems, ReadingContext } from './context.ts';
import { parseEvalArgument } from './eval-string.ts';
import { Grammar } from './grammar.ts';
import type { Item } from './item.ts';
import type { StepLine } from './lines.ts';
import { checkStrings, readForeignOperators } from './prepare.ts';

const grammar = new Grammar();

/** The statement on a logical line, with what is wrong with it. */
export function readStatement(source: string, line: StepLine, problems: LineProblems): Statement {
  const { report } = problems;
  const context: ReadingContext = {
    source,
    file: source,
    mode: 'file',
    place: (start, end) => ({ start, end }),
    report,
    readEval: strings => parseEvalArgument(strings, context),
  };
  const { tokens, balancer } = line;
  const span = { start: startOf(tokens[0]!), end: Math.max(endOf(tokens.at(-1)!), startOf(tokens[0]!)) };
  reportSurroundings(source, line, span, problems);
  if (balancer.tooDeep) {
    report(problem('VP113', span, [MAXIMUM_NESTING]));
    return { kind: 'ErrorStatement', ...span };
  }
  checkStrings(tokens, context);
  balancer.problems.forEach(report);
  for (const stray of line.strays) reportStray(stray, context);
  readEquals(tokens, context);
  readForeignOperators(tokens, context);
  const builder = new NodeBuilder(context);
  const statement = assemble(grammar.read(tokens, builder), span, builder);
  // No tree is deeper than its tokens are many.
  if (tokens.length <= MAXIMUM_DEPTH || !isTooDeep(statement)) return statement;
  report(problem('VP113', span, [MAXIMUM_DEPTH]));
  return { kind: 'ErrorStatement', ...span };
}

function reportSurroundings(source: string, line: StepLine, span: Span, { report }: LineProblems): void {
  const remove = (title: string, place: Span) => ({ fixes: [{ title, edits: [{ span: place, newText: '' }] }] });
  if (line.prefix !== undefined) {
    const text = source.slice(line.prefix.start, line.prefix.end).trim();
    report(problem('VP110', line.prefix, [text], remove(`Remove ${text}`, line.prefix)));
  }
  if (line.indent > 0 && line.prefix === undefined) {
    const space = { start: span.start - line.indent, end: span.start };
    if (!/^\ufeff*$/.test(source.slice(space.start, space.end))) {
      report(problem('VP111', space, [], remove('Remove the space', space)));
    }
  }
  if (line.semicolon !== undefined) {
    const place = { start: startOf(line.semicolon), end: endOf(line.semicolon) };
    const edits = [{ span: { start: place.start, end: span.start }, newText: '\n' }];
    report(problem('VP120', place, [], { fixes: [{ title: 'Start a new line', edits }] }));
  }
  if (line.trailing !== undefined) {
    const edits = [{ span: { start: line.trailing.start, end: line.trailing.start }, newText: ' # ' }];
    const fixes = [...remove('Remove it', line.trailing).fixes, { title: 'Make it a comment', edits }];
    report(problem('VP108', line.trailing, [], { fixes }));
  }
}

function reportStray(token: IToken, { place, report }: ReadingContext): void {
  const span = place(startOf(token), endOf(token));
  const shown = /[\p{C}]/u.test(token.image) ? `U+${codeOf(token.image)}` : token.image.slice(0, 20);
  const fixes = [{ title: 'Remove it', edits: [{ span, newText: '' }] }];
  report(problem('VP127', span, [shown], { fixes }));
}

const codeOf = (text: string): string => text.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');

/** `X LOC(...)`, `X: LOC(...)`, `X := LOC(...)` and `X == LOC(...)` are read with `=`. */
function readEquals(tokens: IToken[], { place, report }: ReadingContext): void {
  const [first, second, third] = tokens;
  if (first?.tokenType !== t.Name || second === undefined || third === undefined) return;
  const joins = second.tokenType === t.Equal || second.tokenType === t.Walrus || second.tokenType === t.Colon;
  const bare = second.tokenType === t.Name && third.tokenType === t.LeftParen;
  if (!joins && !bare) return;
  const gap = place(endOf(first), bare ? startOf(second) : startOf(third));
  const fixes = [{ title: 'Write =', edits: [{ span: gap, newText: ' = ' }] }];
  const span = place(startOf(second), endOf(second));
  report(problem('VP125', span, [], { fixes }));
  const at = bare ? endOf(first) : startOf(second);
  const equals: IToken = {
    ...second,
    image: bare ? '' : second.image,
    startOffset: at,
    tokenType: t.Assign,
    tokenTypeIdx: t.Assign.tokenTypeIdx!,
  };
  tokens.splice(1, bare ? 0 : 1, equals);
}

/** The statement that the items of a line are: expressions between `=`, each one value or several with commas. */
function assemble(items: readonly Item[], span: Span, builder: NodeBuilder): Statement {
  const sides: Item[][] = [[]];
  let equals: IToken | undefined;
  const values: Expression[] = [];
  const finish = (): void => {
    values.push(readSide(sides.at(-1)!, equals, span, builder));
  };
  for (const item of items) {
    if (item.kind === 'separator' && item.token.tokenType === t.Assign) {
      finish();
      equals = item.token;
      sides.push([]);
    } else sides.at(-1)!.push(item);
  }
  finish();
  const value = values.pop()!;
  if (equals === undefined) {
    const module = value.kind === 'Call' && value.callee.kind === 'Name' ? value.callee.name : undefined;
    if (module !== undefined) {
      const place = { start: value.start, end: value.start };
      const fixes = [{ title: 'Give it a name', edits: [{ span: place, newText: 'OUTPUT = ' }] }];
      builder.context.report(problem('VP116', value, [module], { fixes }));
    } else builder.context.report(problem('VP109', span, []));
    return { kind: 'ExpressionStatement', expression: value, ...join(span, builder.extentOf(value)) };
  }
  const assign: Assign = { kind: 'Assign', targets: values, value, ...join(span, value) };
  const [target] = values;
  if (values.length !== 1 || target!.kind !== 'Name') {
    const place = join(builder.extentOf(target!), builder.extentOf(values.at(-1)!));
    builder.context.report(problem('VP117', place, []));
  }
  return assign;
}

function readSide(items: readonly Item[], equals: IToken | undefined, span: Span, builder: NodeBuilder): Expression {
  const nodes: Expression[] = [];
  let comma = false;
  let extent: Span | undefined;
  items.forEach((item, index) => {
    const place = item.kind === 'value' ? builder.extentOf(item.node) : builder.placeOf(item.token);
    extent = extent === undefined ? place : join(extent, place);
    const isComma = item.kind === 'separator' && item.token.tokenType === t.Comma;
    const alternates = (index % 2 === 1) === isComma && (isComma || item.kind === 'value');
    if (!alternates) builder.unexpected(item);
    comma ||= isComma;
    if (item.kind === 'value') nodes.push(item.node);
  });
  if (nodes.length === 0) {
    if (equals !== undefined) return builder.missing(builder.placeOf(equals), 'after `=`: a module, as in `LOC(...)`');
    const node = builder.missing({ start: span.start, end: span.start }, 'here');
    return extent === undefined ? node : { ...node, ...extent };
  }
  if (nodes.length === 1 || !comma) return nodes[0]!;
  return { kind: 'Tuple', elements: nodes, ...extent! };
}
