import type { BinaryOperator, Limits, Unary } from '@vprog/language';
import type { RuntimeValue } from '../values.ts';
import { bool, float, int, str } from '../values.ts';
import { corners, isTrue } from './elements.ts';
import { typeError, typeNameOf } from './errors.ts';
import { distinct, distinctEntries, hashKey } from './hashable.ts';
import { checkList, checkString } from './limits.ts';
import { arithmetic, intOf, isNumber } from './numbers.ts';

/** `left operator right`. Throws TypeError, ZeroDivisionError and the like in CPython's words, and VP730. */
export function binary(
  operator: BinaryOperator,
  left: RuntimeValue,
  right: RuntimeValue,
  limits: Limits,
): RuntimeValue {
  const result =
    isNumber(left) && isNumber(right)
      ? arithmetic(operator, left, right, limits)
      : operator === '+'
        ? concatenate(left, right, limits)
        : operator === '*'
          ? (repeat(left, right, limits) ?? repeat(right, left, limits))
          : combine(operator, left, right);
  if (result !== undefined) return result;
  const spelled = operator === '**' ? '** or pow()' : operator;
  throw typeError(`unsupported operand type(s) for ${spelled}: '${typeNameOf(left)}' and '${typeNameOf(right)}'`);
}

function concatenate(left: RuntimeValue, right: RuntimeValue, limits: Limits): RuntimeValue | undefined {
  if (left.type === 'str') {
    if (right.type !== 'str') throw typeError(`can only concatenate str (not "${typeNameOf(right)}") to str`);
    checkString(left.value.length + right.value.length, limits);
    return str(left.value + right.value);
  }
  const [a, b] = [joinable(left), joinable(right)];
  if (a === undefined) return undefined;
  if (b === undefined || a.type !== b.type) {
    throw typeError(`can only concatenate ${a.type} (not "${typeNameOf(right)}") to ${a.type}`);
  }
  checkList(a.items.length + b.items.length, limits);
  return { type: a.type, items: [...a.items, ...b.items] };
}

/** A list, tuple, or a box as the list of its corners. */
function joinable(value: RuntimeValue) {
  if (value.type === 'box') return { type: 'list' as const, items: corners(value.box) };
  return value.type === 'list' || value.type === 'tuple' ? { type: value.type, items: value.items } : undefined;
}

function repeat(sequence: RuntimeValue, times: RuntimeValue, limits: Limits): RuntimeValue | undefined {
  const items = joinable(sequence);
  if (sequence.type !== 'str' && items === undefined) return undefined;
  const count = intOf(times);
  if (count === undefined) throw typeError(`can't multiply sequence by non-int of type '${typeNameOf(times)}'`);
  const copies = count < 0n ? 0 : Number(count);
  if (sequence.type === 'str') {
    checkString(sequence.value.length * copies, limits);
    return str(sequence.value === '' ? '' : sequence.value.repeat(copies));
  }
  const { type, items: elements } = items!;
  checkList(elements.length * copies, limits);
  return { type, items: elements.length === 0 ? [] : Array.from({ length: copies }, () => elements).flat() };
}

/** Operations on sets and dicts. */
function combine(operator: BinaryOperator, left: RuntimeValue, right: RuntimeValue): RuntimeValue | undefined {
  if (left.type === 'dict' && right.type === 'dict' && operator === '|') {
    return { type: 'dict', entries: distinctEntries([...left.entries, ...right.entries]) };
  }
  if (left.type !== 'set' || right.type !== 'set') return undefined;
  const keysOf = (items: readonly RuntimeValue[]) => new Set(items.map(hashKey));
  const without = (items: readonly RuntimeValue[], keys: ReadonlySet<string>) =>
    items.filter(item => !keys.has(hashKey(item)));
  const [a, b] = [keysOf(left.items), keysOf(right.items)];
  switch (operator) {
    case '|':
      return { type: 'set', items: distinct([...left.items, ...right.items]) };
    case '&':
      return { type: 'set', items: left.items.filter(item => b.has(hashKey(item))) };
    case '-':
      return { type: 'set', items: without(left.items, b) };
    case '^':
      return { type: 'set', items: [...without(left.items, b), ...without(right.items, a)] };
    default:
      return undefined;
  }
}

/** `operator value`; `truth` decides for `not`. */
export function unary(
  operator: Unary['operator'],
  value: RuntimeValue,
  truth: (value: RuntimeValue) => boolean = isTrue,
): RuntimeValue {
  if (operator === 'not') return bool(!truth(value));
  if (value.type === 'float' && operator !== '~') return float(operator === '-' ? -value.value : value.value);
  const number = intOf(value);
  if (number === undefined) throw typeError(`bad operand type for unary ${operator}: '${typeNameOf(value)}'`);
  return int(operator === '-' ? -number : operator === '~' ? ~number : number);
}

export const setOf = (items: readonly RuntimeValue[]): RuntimeValue => ({ type: 'set', items: distinct(items) });
