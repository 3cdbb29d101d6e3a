import { EmbeddedActionsParser, type IToken } from 'chevrotain';
import type { Expression } from '../ast.ts';
import * as t from '../lexer/tokens.ts';
import type { NodeBuilder } from './builder.ts';
import type { Item } from './item.ts';
import { isNode, type Part } from './operators.ts';

/**
 * The grammar of expressions. It is wider than the language, so that it accepts every list of tokens whose brackets
 * match: between two brackets stands any sequence of expressions and separators, and operands may be missing. What a
 * sequence means, and what is wrong with it, the builder says, which knows where it stands. Precedence is not in the
 * grammar either: operands and operators are read flat, so that the depth of the parser's stack follows the brackets.
 *
 * The lists of alternatives are made once: they are the better part of what a rule allocates.
 */
export class Grammar extends EmbeddedActionsParser {
  #builder!: NodeBuilder;

  constructor() {
    super([...t.tokenTypes], { maxLookahead: 1 });
    this.performSelfAnalysis();
  }

  /** Reads tokens without line ends and comments, whose brackets match. */
  read(tokens: IToken[], builder: NodeBuilder): Item[] {
    this.#builder = builder;
    this.input = tokens;
    const items = this.sequence();
    if (this.errors.length > 0) throw this.errors[0]!;
    this.input = [];
    return items;
  }

  readonly #items = [
    { ALT: (): Item => ({ kind: 'value', node: this.SUBRULE(this.expression) }) },
    { ALT: (): Item => ({ kind: 'separator', token: this.CONSUME(t.Separator) }) },
  ];

  private readonly sequence = this.RULE('sequence', (): Item[] => {
    const items: Item[] = [];
    this.MANY(() => items.push(this.OR(this.#items)));
    return items;
  });

  readonly #before = [{ ALT: () => this.CONSUME(t.Infix) }, { ALT: () => this.CONSUME(t.Prefix) }];
  readonly #between = [{ ALT: () => this.CONSUME1(t.Infix) }, { ALT: () => this.CONSUME1(t.Prefix) }];

  /** Operands and operators; of those that stand together, the operator table knows which are too many. */
  private readonly expression = this.RULE('expression', (): Expression => {
    const parts: Part[] = [];
    this.OR([
      { ALT: () => parts.push(this.SUBRULE(this.primary)) },
      {
        ALT: () => {
          this.AT_LEAST_ONE(() => parts.push(this.OR1(this.#before)));
          this.OPTION(() => parts.push(this.SUBRULE1(this.primary)));
        },
      },
    ]);
    this.MANY(() => {
      parts.push(this.CONSUME2(t.Infix));
      this.MANY1(() => parts.push(this.OR2(this.#between)));
      this.OPTION1(() => parts.push(this.SUBRULE2(this.primary)));
    });
    return this.ACTION(() => (parts.length === 1 && isNode(parts[0]!) ? parts[0] : this.#builder.expression(parts)));
  });

  readonly #starts = [
    { ALT: (): Expression => this.leaf(this.CONSUME(t.Leaf)) },
    { ALT: (): Expression => this.strings() },
    {
      ALT: (): Expression => {
        const open = this.CONSUME(t.LeftParen);
        const items = this.SUBRULE(this.sequence);
        const close = this.CONSUME(t.RightParen);
        return this.ACTION(() => this.#builder.parenthesised(open, items, close));
      },
    },
    {
      ALT: (): Expression => {
        const open = this.CONSUME(t.LeftSquare);
        const items = this.SUBRULE1(this.sequence);
        const close = this.CONSUME(t.RightSquare);
        return this.ACTION(() => this.#builder.list(open, items, close));
      },
    },
    {
      ALT: (): Expression => {
        const open = this.CONSUME(t.LeftCurly);
        const items = this.SUBRULE2(this.sequence);
        const close = this.CONSUME(t.RightCurly);
        return this.ACTION(() => this.#builder.braced(open, items, close));
      },
    },
  ];

  private readonly primary = this.RULE('primary', (): Expression => {
    let node = this.OR(this.#starts);
    this.MANY(() => {
      const object = node;
      node = this.OR1([
        {
          ALT: () => {
            const dot = this.CONSUME(t.Dot);
            const name = this.OPTION(() => this.CONSUME(t.Name));
            return this.ACTION(() => this.#builder.attribute(object, dot, name));
          },
        },
        {
          ALT: () => {
            const open = this.CONSUME1(t.LeftParen);
            const items = this.SUBRULE3(this.sequence);
            const close = this.CONSUME1(t.RightParen);
            return this.ACTION(() => this.#builder.call(object, open, items, close));
          },
        },
        {
          ALT: () => {
            const open = this.CONSUME1(t.LeftSquare);
            const items = this.SUBRULE4(this.sequence);
            const close = this.CONSUME1(t.RightSquare);
            return this.ACTION(() => this.#builder.subscript(object, open, items, close));
          },
        },
      ]);
    });
    return node;
  });

  private leaf(token: IToken): Expression {
    return this.ACTION(() => this.#builder.leaf(token));
  }

  /** Strings that stand side by side are one. */
  private strings(): Expression {
    const strings: IToken[] = [];
    this.AT_LEAST_ONE(() => strings.push(this.CONSUME(t.StringLiteralToken)));
    return this.ACTION(() => this.#builder.string(strings));
  }
}
