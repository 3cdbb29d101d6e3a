import { RunError } from '../errors.ts';
import { int, type RuntimeValue } from '../values.ts';
import type { ModuleImplementation } from './module.ts';

/**
 * COUNT: Python's `len`, as the original, so that a text counts its characters; one object or box counts 1, where the
 * original counts a box's four numbers.
 */
export const count: ModuleImplementation = {
  version: 1,
  capabilities: [],
  run: async ({ box }) => int(lengthOf(box)),
};

function lengthOf(value: RuntimeValue | undefined): number {
  switch (value?.type) {
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.length;
    case 'dict':
      return value.entries.length;
    case 'str':
      return [...value.value].length;
    case 'object':
    case 'box':
      return 1;
    default:
      throw new RunError('VP703', `object of type '${value?.type ?? 'None'}' has no len()`, 'TypeError');
  }
}
