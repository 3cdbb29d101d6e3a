import type { ModelNode, Node, VersionNode } from '../modules/rows.ts';

/** The row of the tree of modules that a menu was opened on. */
export const targetNode = (argument: unknown): Node | undefined => targetModel(argument) ?? targetVersion(argument);

export function targetModel(argument: unknown): ModelNode | undefined {
  const node = argument as Partial<ModelNode> | null | undefined;
  return node?.kind === 'model' && typeof node.bound?.model.id === 'string' ? (node as ModelNode) : undefined;
}

export function targetVersion(argument: unknown): VersionNode | undefined {
  const node = argument as Partial<VersionNode> | null | undefined;
  const named = typeof node?.model === 'string' && typeof node.number === 'number';
  return node?.kind === 'version' && named ? (node as VersionNode) : undefined;
}
