import type { ComparisonOperator } from '@vprog/language';
import type { DetectedObject, Mask, RuntimeValue } from '../values.ts';
import { bool } from '../values.ts';
import { charactersOf, corners } from './elements.ts';
import { typeError, typeNameOf } from './errors.ts';
import { isNumber, sameNumber } from './numbers.ts';

export type Equality = (left: RuntimeValue, right: RuntimeValue) => boolean;

/** Python's `==`: numbers by value whatever their type, texts and containers by content, a box as the list of its corners. */
export const equals: Equality = (left, right) => compareBy(equals, left, right);

/** Structural equality whose elements are compared by `same`. */
export function compareBy(same: Equality, left: RuntimeValue, right: RuntimeValue): boolean {
  if (isNumber(left) && isNumber(right)) return sameNumber(left, right);
  if (left.type === 'box' && right.type === 'list') return sameItems(same, corners(left.box), right.items);
  if (left.type === 'list' && right.type === 'box') return sameItems(same, left.items, corners(right.box));
  switch (left.type) {
    case 'str':
      return right.type === 'str' && left.value === right.value;
    case 'None':
      return right.type === 'None';
    case 'list':
    case 'tuple':
      return right.type === left.type && sameItems(same, left.items, right.items);
    case 'set':
      return (
        right.type === 'set' && left.items.length === right.items.length && isSubset(same, left.items, right.items)
      );
    case 'dict':
      return (
        right.type === 'dict' &&
        left.entries.length === right.entries.length &&
        left.entries.every(([key, value]) =>
          right.entries.some(([otherKey, other]) => same(key, otherKey) && same(value, other)),
        )
      );
    case 'box':
      return right.type === 'box' && sameItems(same, corners(left.box), corners(right.box));
    case 'object':
      return right.type === 'object' && sameObject(left.object, right.object);
    case 'mask':
      return right.type === 'mask' && sameMask(left.mask, right.mask);
    case 'image':
      return (
        right.type === 'image' &&
        left.picture.pixels.sha256 === right.picture.pixels.sha256 &&
        sameItems(equals, corners(left.picture.region), corners(right.picture.region))
      );
    default:
      return false;
  }
}

const sameItems = (same: Equality, left: readonly RuntimeValue[], right: readonly RuntimeValue[]): boolean =>
  left.length === right.length && left.every((item, index) => same(item, right[index]!));

const isSubset = (same: Equality, left: readonly RuntimeValue[], right: readonly RuntimeValue[]): boolean =>
  left.every(item => right.some(other => same(item, other)));

function sameObject(a: DetectedObject, b: DetectedObject): boolean {
  const masks = a.mask === undefined ? b.mask === undefined : b.mask !== undefined && sameMask(a.mask, b.mask);
  const named = a.category === b.category && a.class === b.class;
  const scored = a.score === b.score && a.classScore === b.classScore;
  return named && scored && masks && sameItems(equals, corners(a.box), corners(b.box));
}

const sameMask = (a: Mask, b: Mask): boolean =>
  sameItems(equals, corners(a.box), corners(b.box)) && Buffer.compare(a.alpha, b.alpha) === 0;

/** One comparison, where `same` decides what is equal. Throws TypeError where Python has no order. */
export function compareWith(
  operator: ComparisonOperator,
  left: RuntimeValue,
  right: RuntimeValue,
  same: Equality = equals,
): RuntimeValue {
  switch (operator) {
    case '==':
      return bool(same(left, right));
    case '!=':
      return bool(!same(left, right));
    case 'is':
      return bool(isIdentical(left, right));
    case 'is not':
      return bool(!isIdentical(left, right));
    case 'in':
      return bool(contains(left, right, same));
    case 'not in':
      return bool(!contains(left, right, same));
    default:
      return bool(inOrder(operator, left, right));
  }
}

function isIdentical(left: RuntimeValue, right: RuntimeValue): boolean {
  if (left.type !== right.type) return false;
  const atomic = left.type === 'None' || left.type === 'bool' || left.type === 'int' || left.type === 'str';
  return atomic ? equals(left, right) : left === right;
}

function contains(item: RuntimeValue, container: RuntimeValue, same: Equality): boolean {
  switch (container.type) {
    case 'str':
      if (item.type === 'str') return container.value.includes(item.value);
      throw typeError(`'in <string>' requires string as left operand, not ${typeNameOf(item)}`);
    case 'list':
    case 'tuple':
    case 'set':
      return container.items.some(other => same(item, other));
    case 'dict':
      return container.entries.some(([key]) => same(item, key));
    case 'box':
      return corners(container.box).some(other => same(item, other));
    default:
      throw typeError(`argument of type '${typeNameOf(container)}' is not iterable`);
  }
}

type Order = '<' | '<=' | '>' | '>=';

function inOrder(operator: Order, left: RuntimeValue, right: RuntimeValue): boolean {
  if (isNumber(left) && isNumber(right)) return holds(operator, left.value, right.value);
  if (left.type === 'str' && right.type === 'str') return holds(operator, compareText(left.value, right.value), 0);
  if (left.type === 'set' && right.type === 'set') {
    const [small, large] = operator.startsWith('<') ? [left.items, right.items] : [right.items, left.items];
    return isSubset(equals, small, large) && (operator.endsWith('=') || small.length < large.length);
  }
  const [a, b] = [sequence(left, right), sequence(right, left)];
  if (a !== undefined && b !== undefined) {
    const index = a.findIndex((item, at) => at >= b.length || !equals(item, b[at]!));
    if (index >= 0 && index < b.length) return inOrder(operator, a[index]!, b[index]!);
    return holds(operator, a.length, b.length);
  }
  throw typeError(`'${operator}' not supported between instances of '${typeNameOf(left)}' and '${typeNameOf(right)}'`);
}

/** The elements of a list, tuple or box, where `other` is of the same kind. */
function sequence(value: RuntimeValue, other: RuntimeValue): readonly RuntimeValue[] | undefined {
  if (value.type === 'tuple') return other.type === 'tuple' ? value.items : undefined;
  if (value.type === 'list') return other.type === 'list' || other.type === 'box' ? value.items : undefined;
  if (value.type === 'box') return other.type === 'list' || other.type === 'box' ? corners(value.box) : undefined;
  return undefined;
}

function holds(operator: Order, a: bigint | number | boolean, b: bigint | number | boolean): boolean {
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

/** By code points, where JavaScript compares UTF-16 units. */
function compareText(a: string, b: string): number {
  const [left, right] = [charactersOf(a), charactersOf(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = left[index]!.codePointAt(0)! - right[index]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
