import type { IToken, TokenType } from 'chevrotain';
import type { BinaryOperator, ComparisonOperator, Expression, Unary } from '../ast.ts';
import * as t from '../lexer/tokens.ts';
import { join, type Span } from '../span.ts';

/** Operands and operators in the order in which they stand. */
export type Part = Expression | IToken;
export const isNode = (part: Part): part is Expression => 'kind' in part;

type Infix = { readonly binds: number } & (
  | { readonly kind: 'logical'; readonly operator: 'and' | 'or' | 'xor' }
  | { readonly kind: 'compare'; readonly operator: ComparisonOperator }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator }
);

/** Python's precedence: what binds stronger has the larger number. */
const NOT_BINDS = 4;
const SIGN_BINDS = 12;
const POWER_BINDS = 13;
const compare = (operator: ComparisonOperator): Infix => ({ kind: 'compare', operator, binds: 5 });
const binary = (operator: BinaryOperator, binds: number): Infix => ({ kind: 'binary', operator, binds });

const INFIX = new Map<TokenType, Infix>([
  [t.Or, { kind: 'logical', operator: 'or', binds: 1 }],
  [t.Xor, { kind: 'logical', operator: 'xor', binds: 2 }],
  [t.And, { kind: 'logical', operator: 'and', binds: 3 }],
  [t.Equal, compare('==')],
  [t.NotEqual, compare('!=')],
  [t.Less, compare('<')],
  [t.LessEqual, compare('<=')],
  [t.Greater, compare('>')],
  [t.GreaterEqual, compare('>=')],
  [t.In, compare('in')],
  [t.NotIn, compare('not in')],
  [t.Is, compare('is')],
  [t.IsNot, compare('is not')],
  [t.Bar, binary('|', 6)],
  [t.Caret, binary('^', 7)],
  [t.Ampersand, binary('&', 8)],
  [t.ShiftLeft, binary('<<', 9)],
  [t.ShiftRight, binary('>>', 9)],
  [t.Plus, binary('+', 10)],
  [t.Minus, binary('-', 10)],
  [t.Star, binary('*', 11)],
  [t.Slash, binary('/', 11)],
  [t.DoubleSlash, binary('//', 11)],
  [t.Percent, binary('%', 11)],
  [t.DoubleStar, binary('**', POWER_BINDS)],
]);
const PREFIX = new Map<TokenType, Unary['operator']>([
  [t.Not, 'not'],
  [t.Minus, '-'],
  [t.Plus, '+'],
  [t.Tilde, '~'],
]);

interface Pending {
  readonly token: IToken;
  readonly binds: number;
  readonly infix?: Infix;
  /** Of a prefix: where it stands. */
  readonly start?: number;
  /** `not` after an operator that binds stronger. */
  readonly misplaced?: boolean;
}

export interface OperationHooks {
  /** A node for an operand that is not there; `after` is the operator before it, if any. */
  readonly missing: (after: IToken | undefined, before: IToken | undefined) => Expression;
  /** `not` after an operator that binds stronger; the span is that of `not` and its operand. */
  readonly misplacedNot: (token: IToken, span: Span) => void;
  readonly startOf: (token: IToken) => number;
  /** With the brackets around the node. */
  readonly extentOf: (node: Expression) => Span;
}

/**
 * The tree of operands and operators by precedence. Total: missing operands become error nodes. A stack of its own instead
 * of recursion, so that a long chain of operators costs no depth of the machine's stack.
 */
export function buildOperation(parts: readonly Part[], hooks: OperationHooks): Expression {
  const operands: Expression[] = [];
  const pending: Pending[] = [];
  /** Nodes made here, that a further operator of their kind may extend. */
  const open = new Set<Expression>();

  const reduce = (): void => {
    const { infix, token, start, misplaced } = pending.pop()!;
    const right = operands.pop()!;
    if (infix === undefined) {
      const operator = PREFIX.get(token.tokenType)!;
      const span = { start: start!, end: hooks.extentOf(right).end };
      if (misplaced) hooks.misplacedNot(token, span);
      operands.push({ kind: 'Unary', operator, operand: right, ...span });
      return;
    }
    const left = operands.pop()!;
    const node = combine(infix, left, right, join(hooks.extentOf(left), hooks.extentOf(right)), open);
    open.delete(left);
    open.add(node);
    operands.push(node);
  };

  let last: Part | undefined;
  for (const part of parts) {
    const afterOperand = last !== undefined && isNode(last);
    if (isNode(part)) operands.push(part);
    else if (!afterOperand && PREFIX.has(part.tokenType)) {
      const isNot = part.tokenType === t.Not;
      const above = pending.at(-1);
      const misplaced = isNot && above !== undefined && above.binds > NOT_BINDS;
      const binds = isNot ? NOT_BINDS : SIGN_BINDS;
      pending.push({ token: part, binds, start: hooks.startOf(part), misplaced });
    } else {
      if (!afterOperand) operands.push(hooks.missing(last as IToken | undefined, part));
      const infix = INFIX.get(part.tokenType)!;
      while (pending.length > 0 && yields(pending.at(-1)!, infix)) reduce();
      pending.push({ token: part, binds: infix.binds, infix });
    }
    last = part;
  }
  if (last === undefined || !isNode(last)) operands.push(hooks.missing(last, undefined));
  while (pending.length > 0) reduce();
  return operands[0]!;
}

/** Whether the operator on the stack takes its operand before the next one does: `**` is right-associative. */
const yields = (pending: Pending, next: Infix): boolean =>
  pending.binds > next.binds || (pending.binds === next.binds && next.binds !== POWER_BINDS);

function combine(
  infix: Infix,
  left: Expression,
  right: Expression,
  span: Span,
  open: ReadonlySet<Expression>,
): Expression {
  switch (infix.kind) {
    case 'binary':
      return { kind: 'Binary', operator: infix.operator, left, right, ...span };
    case 'logical': {
      if (left.kind === 'Logical' && left.operator === infix.operator && open.has(left)) {
        // Extended in place while it is being built: a chain of n operands stays linear.
        const operands = left.operands as Expression[];
        operands.push(right);
        return Object.assign(left, span);
      }
      return { kind: 'Logical', operator: infix.operator, operands: [left, right], ...span };
    }
    case 'compare': {
      const link = { operator: infix.operator, operand: right };
      if (left.kind === 'Compare' && open.has(left)) {
        (left.rest as (typeof link)[]).push(link);
        return Object.assign(left, span);
      }
      return { kind: 'Compare', first: left, rest: [link], ...span };
    }
  }
}
