import type { RuntimeValue } from '../values.ts';
import { typeError, typeNameOf } from './errors.ts';

/** A text that is equal for equal values, for elements of sets and keys of dicts. Throws TypeError for what Python cannot hash. */
export function hashKey(value: RuntimeValue): string {
  switch (value.type) {
    case 'str':
      return `s${value.value}`;
    case 'int':
      return `n${value.value}`;
    case 'bool':
      return `n${Number(value.value)}`;
    case 'float':
      return Number.isInteger(value.value) ? `n${BigInt(value.value)}` : `n${value.value}`;
    case 'None':
      return 'N';
    case 'tuple':
      return `(${value.items.map(item => JSON.stringify(hashKey(item))).join()})`;
    case 'image': {
      const { pixels, region } = value.picture;
      return `i${pixels.sha256} ${region.x1} ${region.y1} ${region.x2} ${region.y2}`;
    }
    default:
      throw typeError(`unhashable type: '${typeNameOf(value)}'`);
  }
}

/** The distinct values in the order of their first appearance. */
export function distinct(items: readonly RuntimeValue[]): readonly RuntimeValue[] {
  const seen = new Map<string, RuntimeValue>();
  for (const item of items) {
    const key = hashKey(item);
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}

type Entries = readonly (readonly [RuntimeValue, RuntimeValue])[];

/** A dict's entries: the first of equal keys stays with the last of their values, as in Python. */
export function distinctEntries(entries: Entries): Entries {
  const seen = new Map<string, readonly [RuntimeValue, RuntimeValue]>();
  for (const [key, value] of entries) {
    const hash = hashKey(key);
    seen.set(hash, [seen.get(hash)?.[0] ?? key, value]);
  }
  return [...seen.values()];
}
