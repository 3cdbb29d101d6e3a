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
import { buildOperation, isNode, type Part } from './operators.ts';

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

  /** Conditionals, which bind weakest, and operations between their words. */
  expression(parts: readonly Part[]): Expression {
    const words: IToken[] = [];
    const stretches: Part[][] = [[]];
    for (const part of parts) {
      if (!isNode(part) && (part.tokenType === t.If || part.tokenType === t.Else)) {
        words.push(part);
        stretches.push([]);
      } else stretches.at(-1)!.push(part);
    }
    const values = stretches.map((stretch, index) => this.#operation(stretch, words[index - 1], words[index]));
    // `a if b else c if d else e`: the words alternate. What comes after one that does not is left out.
    const wrong = words.findIndex((word, index) => (word.tokenType === t.If) !== (index % 2 === 0));
    // Where `else` is missing, the conditional says so.
    if (wrong >= 0 && wrong % 2 === 0) this.unexpected({ kind: 'separator', token: words[wrong]! });
    const known = wrong < 0 ? words.length : wrong;
    let result = values[known]!;
    if (known % 2 === 1) result = this.#conditional(values[known - 1]!, result, undefined);
    for (let index = known - (known % 2) - 2; index >= 0; index -= 2) {
      result = this.#conditional(values[index]!, values[index + 1]!, result);
    }
    return result;
  }

  #conditional(then: Expression, test: Expression, otherwise: Expression | undefined): Expression {
    const last = otherwise ?? this.missing(this.extentOf(test), 'here: `else` and what holds otherwise');
    const span = join(this.extentOf(then), this.extentOf(last));
    return { kind: 'Conditional', test, then, otherwise: last, ...span };
  }

  #operation(parts: readonly Part[], before: IToken | undefined, after: IToken | undefined): Expression {
    const only = parts[0];
    if (parts.length === 1 && isNode(only!)) return only;
    const missing = (last: IToken | undefined, next: IToken | undefined): Expression => {
      if (last !== undefined) return this.missing(this.placeOf(last), `after \`${last.image}\``);
      const place = this.placeOf(next!);
      const node = this.missing(place, `before \`${next!.image}\``);
      return { ...node, start: place.start, end: place.start };
    };
    if (only === undefined) return missing(before, after);
    return buildOperation(parts, {
      startOf: token => this.placeOf(token).start,
      extentOf: this.extentOf,
      missing: (last, next) => missing(last ?? before, next),
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
}
