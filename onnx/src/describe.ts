import type { Node } from './graph.ts';

/** A node for a message: its name and operator. */
export const describe = (node: Node): string =>
  `node ${node.name || node.outputs.find(Boolean) || '?'} (${node.opType})`;
