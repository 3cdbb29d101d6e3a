import type { Node } from '../ast.ts';
import { children } from './walk.ts';

/** Recursion over a tree is safe for the machine's stack up to this depth. */
export const MAXIMUM_DEPTH = 200;

/** Whether the tree below a node is deeper than `MAXIMUM_DEPTH`, as by a chain of a thousand operators. */
export function isTooDeep(root: Node): boolean {
  let level: readonly Node[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAXIMUM_DEPTH) return true;
    level = level.flatMap(children);
  }
  return false;
}
