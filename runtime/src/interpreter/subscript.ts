import type { RuntimeValue } from '../values.ts';
import { str } from '../values.ts';
import { attributeOf, attributesOfObject } from './attributes.ts';
import { equals } from './compare.ts';
import { charactersOf, elementsOf } from './elements.ts';
import { indexError, keyError, typeError, typeNameOf, valueError } from './errors.ts';
import { hashKey } from './hashable.ts';
import { intOf } from './numbers.ts';
import { repr } from './repr.ts';

/** `value[index]`. */
export function subscript(value: RuntimeValue, index: RuntimeValue): RuntimeValue {
  if (value.type === 'dict') {
    hashKey(index);
    const entry = value.entries.find(([key]) => equals(key, index));
    if (entry === undefined) throw keyError(repr(index));
    return entry[1];
  }
  // VisProg's objects are dicts: OBJ['category'] works as OBJ.category does.
  if (value.type === 'object' && index.type === 'str') {
    if (!attributesOfObject.has(index.value)) throw keyError(repr(index));
    return attributeOf(value, index.value);
  }
  if (value.type === 'str') {
    const characters = charactersOf(value.value);
    const at = intOf(index);
    if (at === undefined) throw typeError(`string indices must be integers, not '${typeNameOf(index)}'`);
    return str(characters[position(at, characters.length, 'string')]!);
  }
  const elements = elementsOf(value);
  if (elements === undefined) throw typeError(`'${typeNameOf(value)}' object is not subscriptable`);
  const kind = value.type === 'tuple' ? 'tuple' : 'list';
  const at = intOf(index);
  if (at === undefined) throw typeError(`${kind} indices must be integers or slices, not ${typeNameOf(index)}`);
  return elements[position(at, elements.length, kind)]!;
}

function position(index: bigint, length: number, kind: string): number {
  if (BigInt.asIntN(64, index) !== index) throw indexError("cannot fit 'int' into an index-sized integer");
  const at = index < 0n ? index + BigInt(length) : index;
  if (at < 0n || at >= BigInt(length)) throw indexError(`${kind} index out of range`);
  return Number(at);
}

/** Bounds of `value[lower:upper:step]`, None where absent. */
export interface SliceBounds {
  readonly lower: RuntimeValue;
  readonly upper: RuntimeValue;
  readonly step: RuntimeValue;
}

/** `value[lower:upper:step]`: a text, tuple or list of the same kind; the slice of a box or object is a list of ints. */
export function slice(value: RuntimeValue, bounds: SliceBounds): RuntimeValue {
  if (value.type === 'str') {
    const characters = charactersOf(value.value);
    return str(
      positions(bounds, characters.length)
        .map(at => characters[at])
        .join(''),
    );
  }
  const elements = elementsOf(value);
  if (elements === undefined) {
    if (value.type === 'dict') throw typeError("unhashable type: 'slice'");
    throw typeError(`'${typeNameOf(value)}' object is not subscriptable`);
  }
  const items = positions(bounds, elements.length).map(at => elements[at]!);
  return { type: value.type === 'tuple' ? 'tuple' : 'list', items };
}

function positions(bounds: SliceBounds, length: number): readonly number[] {
  const step = bound(bounds.step) ?? 1n;
  if (step === 0n) throw valueError('slice step cannot be zero');
  const forwards = step > 0n;
  const [first, last] = forwards ? [0, length] : [-1, length - 1];
  const clip = (value: bigint | undefined, absent: number): number => {
    if (value === undefined) return absent;
    const at = value < 0n ? value + BigInt(length) : value;
    return at < BigInt(first) ? first : at > BigInt(last) ? last : Number(at);
  };
  const start = clip(bound(bounds.lower), forwards ? first : last);
  const end = clip(bound(bounds.upper), forwards ? last : first);
  const result: number[] = [];
  for (let at = start; forwards ? at < end : at > end; at += Number(step)) result.push(at);
  return result;
}

function bound(value: RuntimeValue): bigint | undefined {
  if (value.type === 'None') return undefined;
  const result = intOf(value);
  if (result === undefined) {
    throw typeError('slice indices must be integers or None or have an __index__ method');
  }
  return result;
}
