import type { Box, RuntimeValue } from '../values.ts';
import { int } from '../values.ts';

/** A box's corners, as VisProg's boxes are lists of four ints. */
export const corners = ({ x1, y1, x2, y2 }: Box): readonly RuntimeValue[] => [int(x1), int(y1), int(x2), int(y2)];

/** A text's characters as Python counts them: code points. */
export const charactersOf = (text: string): readonly string[] => Array.from(text);

/** The elements of what can be indexed by position, but texts; an object indexes as its box. */
export function elementsOf(value: RuntimeValue): readonly RuntimeValue[] | undefined {
  switch (value.type) {
    case 'list':
    case 'tuple':
      return value.items;
    case 'box':
      return corners(value.box);
    case 'object':
      return corners(value.object.box);
    default:
      return undefined;
  }
}

/** Python's truth: false for zero, None and what is empty. */
export function isTrue(value: RuntimeValue): boolean {
  switch (value.type) {
    case 'str':
      return value.value !== '';
    case 'int':
      return value.value !== 0n;
    case 'float':
      return value.value !== 0;
    case 'bool':
      return value.value;
    case 'None':
      return false;
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.length > 0;
    case 'dict':
      return value.entries.length > 0;
    default:
      return true;
  }
}
