import { EmbeddedActionsParser, type IToken } from 'chevrotain';
import type { Expression } from '../ast.ts';
import * as t from '../lexer/tokens.ts';
import type { NodeBuilder } from './builder.ts';
import type { Item } from './item.ts';
import type { Part } from './operators.ts';

/**
 * The grammar of expressions. It is wider than the language, so that it accepts every list of tokens whose brackets
 * match: between two brackets stands any sequence of expressions and separators, and operands may be missing. What a
 * sequence means, and what is wrong with it, the builder says, which knows where it stands. Precedence is not in the
 * grammar either: operands and operators are read flat, so that the depth of the parser's stack follows the brackets.
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

  private readonly sequence = this.RULE('sequence', (): Item[] => {
    const items: Item[] = [];
    this.MANY(() => {
      this.OR([
        { ALT: () => items.push({ kind: 'value', node: this.SUBRULE(this.expression) }) },
        { ALT: () => items.push({ kind: 'separator', token: this.CONSUME(t.Separator) }) },
      ]);
    });
    return items;
  });

  private readonly expression = this.RULE('expression', (): Expression => {
    const first = this.SUBRULE(this.operation);
    const branches: { condition: IToken; test?: Expression; otherwise?: Expression }[] = [];
    this.MANY(() => {
      const branch: (typeof branches)[number] = { condition: this.CONSUME(t.If) };
      branches.push(branch);
      this.OPTION(() => {
        branch.test = this.SUBRULE1(this.operation);
      });
      this.OPTION1(() => {
        this.CONSUME(t.Else);
        this.OPTION2(() => {
          branch.otherwise = this.SUBRULE2(this.operation);
        });
      });
    });
    return this.ACTION(() => this.#builder.conditional(first, branches));
  });

  private readonly operation = this.RULE('operation', (): Expression => {
    const parts: Part[] = [];
    this.OR([
      { ALT: () => this.SUBRULE(this.operand, { ARGS: [parts] }) },
      {
        ALT: () => {
          parts.push({ kind: 'infix', token: this.CONSUME(t.InfixOnly) });
          this.OPTION(() => this.SUBRULE1(this.operand, { ARGS: [parts] }));
        },
      },
    ]);
    this.MANY(() => {
      this.OR1([
        { ALT: () => parts.push({ kind: 'infix', token: this.CONSUME1(t.InfixOnly) }) },
        { ALT: () => parts.push({ kind: 'infix', token: this.CONSUME(t.Sign) }) },
      ]);
      this.OPTION1(() => this.SUBRULE2(this.operand, { ARGS: [parts] }));
    });
    return this.ACTION(() => this.#builder.operation(parts));
  });

  private readonly operand = this.RULE('operand', (parts: Part[]): void => {
    this.OR([
      {
        ALT: () => {
          this.AT_LEAST_ONE(() => {
            const token = this.OR1([{ ALT: () => this.CONSUME(t.PrefixOnly) }, { ALT: () => this.CONSUME(t.Sign) }]);
            this.ACTION(() => parts.push({ kind: 'prefix', token }));
          });
          this.OPTION(() => {
            const node = this.SUBRULE(this.primary);
            this.ACTION(() => parts.push({ kind: 'operand', node }));
          });
        },
      },
      {
        ALT: () => {
          const node = this.SUBRULE1(this.primary);
          this.ACTION(() => parts.push({ kind: 'operand', node }));
        },
      },
    ]);
  });

  private readonly primary = this.RULE('primary', (): Expression => {
    let node: Expression = this.OR([
      { ALT: () => this.leaf(this.CONSUME(t.Name)) },
      { ALT: () => this.leaf(this.CONSUME(t.Integer)) },
      { ALT: () => this.leaf(this.CONSUME(t.Float)) },
      { ALT: () => this.leaf(this.CONSUME(t.True)) },
      { ALT: () => this.leaf(this.CONSUME(t.False)) },
      { ALT: () => this.leaf(this.CONSUME(t.None)) },
      {
        ALT: () => {
          const strings: IToken[] = [];
          this.AT_LEAST_ONE(() => strings.push(this.CONSUME(t.StringLiteralToken)));
          return this.ACTION(() => this.#builder.string(strings));
        },
      },
      {
        ALT: () => {
          const open = this.CONSUME(t.LeftParen);
          const items = this.SUBRULE(this.sequence);
          const close = this.CONSUME(t.RightParen);
          return this.ACTION(() => this.#builder.parenthesised(open, items, close));
        },
      },
      {
        ALT: () => {
          const open = this.CONSUME(t.LeftSquare);
          const items = this.SUBRULE1(this.sequence);
          const close = this.CONSUME(t.RightSquare);
          return this.ACTION(() => this.#builder.list(open, items, close));
        },
      },
      {
        ALT: () => {
          const open = this.CONSUME(t.LeftCurly);
          const items = this.SUBRULE2(this.sequence);
          const close = this.CONSUME(t.RightCurly);
          return this.ACTION(() => this.#builder.braced(open, items, close));
        },
      },
    ]);
    this.MANY(() => {
      const object = node;
      node = this.OR1([
        {
          ALT: () => {
            const dot = this.CONSUME(t.Dot);
            const name = this.OPTION(() => this.CONSUME1(t.Name));
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
}
