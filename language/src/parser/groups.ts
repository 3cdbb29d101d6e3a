import type { IToken } from 'chevrotain';
import type { Expression, Name } from '../ast.ts';
import * as t from '../lexer/tokens.ts';
import { problem } from '../problems.ts';
import { join, type Span } from '../span.ts';
import type { NodeBuilder } from './builder.ts';
import type { Item } from './item.ts';

/** `value`, `name=value` or `key: value`. */
export interface Element {
  readonly name?: Name;
  readonly key?: Expression;
  readonly value: Expression;
  readonly span: Span;
}

const isSeparator = (item: Item | undefined, type: typeof t.Comma): item is Item & { kind: 'separator' } =>
  item?.kind === 'separator' && item.token.tokenType === type;

/** The elements of a list, a call or a dict; commas between them, one more at the end allowed. */
export function readElements(
  items: readonly Item[],
  builder: NodeBuilder,
  kind: 'plain' | 'named' | 'pairs',
): Element[] {
  const elements: Element[] = [];
  let needsComma = false;
  let index = 0;
  while (index < items.length) {
    const item = items[index]!;
    if (item.kind === 'separator') {
      index += 1;
      if (item.token.tokenType !== t.Comma) builder.unexpected(item);
      else if (needsComma) needsComma = false;
      else builder.missing(builder.placeOf(item.token), 'before this comma');
      continue;
    }
    if (needsComma) reportMissingComma(builder.extentOf(item.node), builder);
    needsComma = true;
    const joint = items[index + 1];
    if (kind === 'named' && isSeparator(joint, t.Assign) && item.node.kind === 'Name') {
      const value = valueAfter(items, index + 2, joint.token, builder);
      elements.push({ name: item.node, value, span: join(item.node, builder.extentOf(value)) });
      index += value.kind === 'Error' && value.start === value.end ? 2 : 3;
    } else if (kind === 'pairs' && isSeparator(joint, t.Colon)) {
      const value = valueAfter(items, index + 2, joint.token, builder);
      elements.push({ key: item.node, value, span: join(builder.extentOf(item.node), builder.extentOf(value)) });
      index += value.kind === 'Error' && value.start === value.end ? 2 : 3;
    } else {
      elements.push({ value: item.node, span: builder.extentOf(item.node) });
      index += 1;
    }
  }
  return elements;
}

function valueAfter(items: readonly Item[], index: number, joint: IToken, builder: NodeBuilder): Expression {
  const item = items[index];
  // `a=b=c` and `a=, b=c`: what follows belongs to something else.
  if (item?.kind === 'value') return item.node;
  return builder.missing(builder.placeOf(joint), `after \`${joint.image}\``);
}

function reportMissingComma(before: Span, builder: NodeBuilder): void {
  const place = { start: before.start, end: before.start };
  const fixes = [{ title: 'Add a comma', edits: [{ span: place, newText: ', ' }] }];
  builder.context.report(problem('VP106', before, [], { fixes }));
}

/** What stands between square brackets behind a value: an index, a slice, or several of them. */
export function indexOf(items: readonly Item[], builder: NodeBuilder, open: Span): Expression {
  const entries: Item[][] = [[]];
  for (const item of items) {
    if (isSeparator(item, t.Comma)) entries.push([]);
    else entries.at(-1)!.push(item);
  }
  const trailing = entries.length > 1 && entries.at(-1)!.length === 0;
  if (trailing) entries.pop();
  const nodes = entries.map(entry => indexEntry(entry, builder, open));
  const [first] = nodes;
  if (nodes.length === 1 && !trailing) return first!;
  return { kind: 'Tuple', elements: nodes, ...join(first!, nodes.at(-1)!) };
}

function indexEntry(items: readonly Item[], builder: NodeBuilder, open: Span): Expression {
  const parts: (Expression | undefined)[] = [undefined];
  let span: Span | undefined;
  for (const item of items) {
    const place = item.kind === 'value' ? builder.extentOf(item.node) : builder.placeOf(item.token);
    span = span === undefined ? place : join(span, place);
    if (isSeparator(item, t.Colon) && parts.length < 3) parts.push(undefined);
    else if (item.kind === 'value' && parts.at(-1) === undefined) parts[parts.length - 1] = item.node;
    else builder.unexpected(item);
  }
  const [lower, upper, step] = parts;
  if (parts.length === 1) return lower ?? builder.missing(open, 'between the brackets');
  return {
    kind: 'Slice',
    ...(lower === undefined ? {} : { lower }),
    ...(upper === undefined ? {} : { upper }),
    ...(step === undefined ? {} : { step }),
    ...span!,
  };
}
