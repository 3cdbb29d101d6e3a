import type { RuntimeValue } from '../values.ts';

/** How large a value is when it is written out: a list that stands in it twice counts twice. */
export interface Size {
  /** Of all lists, tuples, sets and dicts in it. */
  readonly elements: number;
  /** Of all its texts. */
  readonly characters: number;
  /** Of pixels and masks. */
  readonly bytes: number;
  /** Of lists in lists. */
  readonly depth: number;
}

const nothing: Size = { elements: 0, characters: 0, bytes: 0, depth: 0 };
const known = new WeakMap<RuntimeValue, Size>();

/** `seen` holds the hashes of pixels that were counted before; those found are added. Without it, pixels count zero. */
export function sizeOf(value: RuntimeValue, seen?: Set<string>): Size {
  switch (value.type) {
    case 'str':
      return { ...nothing, characters: value.value.length };
    case 'int':
      return { ...nothing, characters: value.value < 2n ** 64n ? 0 : value.value.toString(16).length };
    case 'image':
      if (seen === undefined || seen.has(value.picture.pixels.sha256)) return nothing;
      seen.add(value.picture.pixels.sha256);
      return { ...nothing, bytes: value.picture.pixels.data.byteLength };
    case 'object':
      return { ...nothing, characters: value.object.category.length, bytes: value.object.mask?.alpha.byteLength ?? 0 };
    case 'mask':
      return { ...nothing, bytes: value.mask.alpha.byteLength };
    case 'list':
    case 'tuple':
    case 'set':
      return seen === undefined ? remembered(value, value.items) : sum(value.items, seen);
    case 'dict':
      return seen === undefined ? remembered(value, value.entries.flat()) : sum(value.entries.flat(), seen);
    default:
      return nothing;
  }
}

/** Lists that share elements are a graph that is small in memory and may be endless when written out: count each once. */
function remembered(value: RuntimeValue, items: readonly RuntimeValue[]): Size {
  const before = known.get(value);
  if (before !== undefined) return before;
  const size = sum(items, undefined);
  known.set(value, size);
  return size;
}

function sum(items: readonly RuntimeValue[], seen: Set<string> | undefined): Size {
  let [elements, characters, bytes, depth] = [items.length, 0, 0, 0];
  for (const item of items) {
    const size = sizeOf(item, seen);
    elements += size.elements;
    characters += size.characters;
    bytes += size.bytes;
    depth = Math.max(depth, size.depth);
  }
  return { elements, characters, bytes, depth: depth + 1 };
}
