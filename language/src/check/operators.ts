import type { Binary, Unary } from '../ast.ts';
import { problem } from '../problems.ts';
import { ANY, BOOL, FLOAT, INT, type Type, typeName } from '../types.ts';
import { isNumber, membersOf, unionOf } from './assignable.ts';
import type { Flow } from './flow.ts';

/** Types of `left operator right` for each pair of possible types; reported where no pair works. */
export function binaryType(expression: Binary, left: Type, right: Type, flow: Flow): Type {
  const results = membersOf(left).flatMap(a =>
    membersOf(right).flatMap(b => pairType(expression.operator, a, b) ?? []),
  );
  if (results.length > 0) return unionOf(results);
  const { operator } = expression;
  flow.reporter.add(
    problem('VP303', expression, [operator, typeName(left), typeName(right), countAdvice(left, right)]),
  );
  return ANY;
}

/** Undefined where Python raises TypeError. An answer may be a number, a truth value or a text. */
function pairType(operator: Binary['operator'], a: Type, b: Type): Type | undefined {
  if (a.kind === 'Any' || b.kind === 'Any') return ANY;
  if (a.kind === 'Answer' || b.kind === 'Answer') {
    const other = a.kind === 'Answer' ? b : a;
    return isNumber(other) || other.kind === 'str' || other.kind === 'Answer' || operator === '*' ? ANY : undefined;
  }
  if (isNumber(a) && isNumber(b)) return numberType(operator, a, b);
  if (operator === '+') return concatenated(a, b);
  if (operator === '*') return isSequence(a) && isWhole(b) ? a : isSequence(b) && isWhole(a) ? b : undefined;
  const sets = a.kind === 'set' && b.kind === 'set' && ['-', '&', '|', '^'].includes(operator);
  const dicts = a.kind === 'dict' && b.kind === 'dict' && operator === '|';
  return sets || dicts ? unionOf([a, b]) : undefined;
}

function numberType(operator: Binary['operator'], a: Type, b: Type): Type | undefined {
  const whole = isWhole(a) && isWhole(b);
  switch (operator) {
    case '/':
      return FLOAT;
    case '**':
      return whole ? unionOf([INT, FLOAT]) : FLOAT;
    case '&':
    case '|':
    case '^':
      return whole ? (a.kind === 'bool' && b.kind === 'bool' ? BOOL : INT) : undefined;
    case '<<':
    case '>>':
      return whole ? INT : undefined;
    default:
      return whole ? INT : FLOAT;
  }
}

function concatenated(a: Type, b: Type): Type | undefined {
  if (a.kind === 'str' && b.kind === 'str') return a;
  if (a.kind === 'tuple' && b.kind === 'tuple') return { kind: 'tuple', elements: [...a.elements, ...b.elements] };
  const [first, second] = [itemsOf(a), itemsOf(b)];
  return first === undefined || second === undefined ? undefined : { kind: 'list', element: unionOf([first, second]) };
}

/** A box is also the list of its corners. */
const itemsOf = (type: Type): Type | undefined =>
  type.kind === 'list' ? type.element : type.kind === 'Box' ? INT : undefined;

const isWhole = ({ kind }: Type): boolean => kind === 'int' || kind === 'bool';
const isSequence = ({ kind }: Type): boolean => kind === 'str' || kind === 'list' || kind === 'tuple' || kind === 'Box';

export function unaryType(expression: Unary, operand: Type, flow: Flow): Type {
  const { operator } = expression;
  if (operator === 'not') return BOOL;
  const results = membersOf(operand).flatMap(member => {
    if (member.kind === 'Any' || member.kind === 'Answer') return [ANY];
    if (member.kind === 'float') return operator === '~' ? [] : [FLOAT];
    return isWhole(member) ? [INT] : [];
  });
  if (results.length > 0) return unionOf(results);
  flow.reporter.add(problem('VP307', expression, [operator, typeName(operand)]));
  return ANY;
}

/** What a list was probably meant to be where a number is wanted. */
export const countAdvice = (...types: readonly Type[]): string | undefined =>
  types.some(({ kind }) => kind === 'list') ? 'A COUNT step tells how many there are.' : undefined;
