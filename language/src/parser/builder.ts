import type { IToken } from 'chevrotain';
import type { Expression, Name } from '../ast.ts';
import { decode } from '../lexer/decode.ts';
import { endOf, shapeOf, startOf } from '../lexer/lexer.ts';
import * as t from '../lexer/tokens.ts';
import { problem } from '../problems.ts';
import { join, type Span } from '../span.ts';
import type { ReadingContext } from './context.ts';
import { indexOf, readElements } from './groups.ts';
import type { Item } from './item.ts';
import { readNumber } from './numbers.ts';
import { buildOperation, type Part } from './operators.ts';

/** Makes the nodes of one text and reports what is wrong with it. */
export class NodeBuilder {
  readonly context: ReadingContext;
  /** The brackets around a node count as its parents' text. */
  readonly #extents = new Map<Expression, Span>();
  readonly #strings = new Map<Expression, readonly IToken[]>();

  constructor(context: ReadingContext) {
    this.context = context;
  }

  /** The node's span with the brackets around it. */
  readonly extentOf = (node: Expression): Span => this.#extents.get(node) ?? { start: node.start, end: node.end };

  placeOf(first: IToken, last = first): Span {
    return this.context.place(startOf(first), endOf(last));
  }

  /** An error node at a place where a value should stand, and its problem. */
  missing(after: Span, where: string): Expression {
    this.context.report(problem('VP105', after, [where]));
    return { kind: 'Error', start: after.end, end: after.end };
  }

  unexpected(item: Item): void {
    const span = item.kind === 'value' ? this.extentOf(item.node) : this.placeOf(item.token);
    const text = this.context.file.slice(span.start, span.end).replace(/\s+/g, ' ');
    this.context.report(problem('VP107', span, [text.length > 30 ? `${text.slice(0, 29)}…` : text]));
  }

  leaf(token: IToken): Expression {
    const span = this.placeOf(token);
    switch (token.tokenType) {
      case t.Name:
        return { kind: 'Name', name: token.image, ...span };
      case t.True:
      case t.False:
        return { kind: 'Constant', value: token.tokenType === t.True, ...span };
      case t.None:
        return { kind: 'Constant', value: null, ...span };
      default: {
        const number = readNumber(token.image);
        if ('problem' in number) {
          this.context.report(problem('VP128', span, [number.problem]));
          return { kind: 'Error', ...span };
        }
        return { kind: 'Number', ...number, ...span };
      }
    }
  }

  string(tokens: readonly IToken[]): Expression {
    const value = tokens.map(token => decode(this.context.source, shapeOf(token))).join('');
    const node: Expression = { kind: 'String', value, ...this.placeOf(tokens[0]!, tokens.at(-1)!) };
    this.#strings.set(node, tokens);
    return node;
  }

  operation(parts: readonly Part[]): Expression {
    const only = parts[0];
    if (parts.length === 1 && only?.kind === 'operand') return only.node;
    return buildOperation(parts, {
      startOf: token => this.placeOf(token).start,
      extentOf: this.extentOf,
      missing: (after, before) => {
        if (after !== undefined) return this.missing(this.placeOf(after), `after \`${after.image}\``);
        const place = this.placeOf(before!);
        const node = this.missing(place, `before \`${before!.image}\``);
        return { ...node, start: place.start, end: place.start };
      },
      misplacedNot: (token, { start, end }) => {
        const edits = [
          { span: { start, end: start }, newText: '(' },
          { span: { start: end, end }, newText: ')' },
        ];
        const fixes = [{ title: 'Put brackets around it', edits }];
        this.context.report(problem('VP130', this.placeOf(token), [], { fixes }));
      },
    });
  }

  conditional(
    first: Expression,
    branches: readonly { condition: IToken; test?: Expression; otherwise?: Expression }[],
  ): Expression {
    let result: Expression | undefined;
    // From the right: `a if b else c if d else e` is `a if b else (c if d else e)`.
    for (let index = branches.length - 1; index >= 0; index -= 1) {
      const { condition, test, otherwise } = branches[index]!;
      const then = index === 0 ? first : (branches[index - 1]!.otherwise ?? this.#nowhere(condition));
      const testNode = test ?? this.missing(this.placeOf(condition), 'after `if`');
      const last =
        result ?? otherwise ?? this.missing(this.extentOf(testNode), 'here: `else` and what holds otherwise');
      const span = join(this.extentOf(then), this.extentOf(last));
      result = { kind: 'Conditional', test: testNode, then, otherwise: last, ...span };
    }
    return result ?? first;
  }

  attribute(object: Expression, dot: IToken, name: IToken | undefined): Expression {
    const end = this.placeOf(dot).end;
    let attribute: Name;
    if (name === undefined) {
      this.missing(this.placeOf(dot), 'after `.`: the name of an attribute');
      attribute = { kind: 'Name', name: '', start: end, end };
    } else attribute = { kind: 'Name', name: name.image, ...this.placeOf(name) };
    return { kind: 'Attribute', object, attribute, ...join(this.extentOf(object), attribute) };
  }

  call(callee: Expression, open: IToken, items: readonly Item[], close: IToken): Expression {
    const argsSpan = this.placeOf(open, close);
    const elements = readElements(items, this, 'named');
    const args = elements.map(({ name, value, span }) => ({ ...(name === undefined ? {} : { name }), value, ...span }));
    if (callee.kind === 'Name' && callee.name === 'EVAL' && this.context.readEval !== undefined) {
      const index = args.findIndex((arg, position) => arg.name?.name === 'expr' || (position === 0 && !arg.name));
      const text = args[index]?.value;
      const strings = text === undefined ? undefined : this.#strings.get(text);
      if (strings !== undefined) args[index] = { ...args[index]!, value: this.context.readEval(strings) };
    }
    return { kind: 'Call', callee, args, argsSpan, ...join(this.extentOf(callee), argsSpan) };
  }

  subscript(object: Expression, open: IToken, items: readonly Item[], close: IToken): Expression {
    const brackets = this.placeOf(open, close);
    const index = indexOf(items, this, { start: brackets.start, end: this.placeOf(open).end });
    return { kind: 'Subscript', object, index, ...join(this.extentOf(object), brackets) };
  }

  list(open: IToken, items: readonly Item[], close: IToken): Expression {
    const elements = readElements(items, this, 'plain').map(({ value }) => value);
    return { kind: 'List', elements, ...this.placeOf(open, close) };
  }

  /** A value in brackets is that value; with a comma, or empty, a tuple. */
  parenthesised(open: IToken, items: readonly Item[], close: IToken): Expression {
    const span = this.placeOf(open, close);
    const elements = readElements(items, this, 'plain').map(({ value }) => value);
    const tuple = items.some(item => item.kind === 'separator' && item.token.tokenType === t.Comma);
    if (elements.length !== 1 || tuple) return { kind: 'Tuple', elements, ...span };
    this.#extents.set(elements[0]!, span);
    return elements[0]!;
  }

  braced(open: IToken, items: readonly Item[], close: IToken): Expression {
    const span = this.placeOf(open, close);
    const pairs = items.some(item => item.kind === 'separator' && item.token.tokenType === t.Colon);
    const first = items[0];
    if (this.context.mode === 'eval' && items.length <= 1 && first?.kind !== 'separator') {
      return this.#reference(first?.node, this.placeOf(open), span);
    }
    if (!pairs && items.length > 0) {
      return { kind: 'Set', elements: readElements(items, this, 'plain').map(({ value }) => value), ...span };
    }
    const entries = readElements(items, this, 'pairs').map(({ key, value }) => ({
      key: key ?? value,
      value: key === undefined ? this.missing(this.extentOf(value), 'after this key: `:` and its value') : value,
    }));
    return { kind: 'Dict', entries, ...span };
  }

  /** `{NAME}`; other expressions between braces stand for themselves. */
  #reference(inner: Expression | undefined, open: Span, span: Span): Expression {
    if (inner === undefined) {
      const { end } = this.missing(open, 'between the braces: the name of a variable');
      return { kind: 'Reference', name: { kind: 'Name', name: '', start: end, end }, ...span };
    }
    if (inner.kind === 'Name') return { kind: 'Reference', name: inner, ...span };
    if (inner.kind !== 'Subscript' && inner.kind !== 'Attribute') {
      this.context.report(problem('VP124', span, []));
    }
    this.#extents.set(inner, span);
    return inner;
  }

  #nowhere(token: IToken): Expression {
    const { start } = this.placeOf(token);
    return { kind: 'Error', start, end: start };
  }
}
