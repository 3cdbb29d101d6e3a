import type { Expression, Node, SourceFile } from '../ast.ts';
import { touches } from '../span.ts';

/**
 * The nodes directly below a node, in the order of the text. Names of arguments and of attributes are not among them:
 * they name no variable. A callee and the name in a `{NAME}` reference are.
 */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'SourceFile':
      return node.cells;
    case 'Cell':
      return [...node.directives, ...node.statements].sort((a, b) => a.start - b.start);
    case 'Expect':
      return optional(node.expectation.expression);
    case 'Case':
      return optional(node.expectation?.expression);
    case 'Assign':
      return [...node.targets, node.value];
    case 'ExpressionStatement':
      return [node.expression];
    case 'Reference':
      return [node.name];
    case 'EvalString':
      return optional(node.expression);
    case 'List':
    case 'Tuple':
    case 'Set':
      return node.elements;
    case 'Dict':
      return node.entries.flatMap(entry => (entry.key === entry.value ? [entry.key] : [entry.key, entry.value]));
    case 'Unary':
      return [node.operand];
    case 'Binary':
      return [node.left, node.right];
    case 'Logical':
      return node.operands;
    case 'Compare':
      return [node.first, ...node.rest.map(link => link.operand)];
    case 'Conditional':
      return [node.then, node.test, node.otherwise];
    case 'Attribute':
      return [node.object];
    case 'Subscript':
      return [node.object, node.index];
    case 'Slice':
      return [...optional(node.lower), ...optional(node.upper), ...optional(node.step)];
    case 'Call':
      return [node.callee, ...node.args.map(arg => arg.value)];
    case 'Question':
    case 'Input':
    case 'Profile':
    case 'UnknownDirective':
    case 'ErrorStatement':
    case 'Name':
    case 'Number':
    case 'String':
    case 'Constant':
    case 'Error':
      return [];
  }
}

const optional = (node: Expression | undefined): readonly Expression[] => (node === undefined ? [] : [node]);

/** Visits a node and all below it, outer before inner; where `visit` returns false, what is below is left out. */
export function walk(node: Node, visit: (node: Node) => unknown): void {
  if (visit(node) === false) return;
  for (const child of children(node)) walk(child, visit);
}

/** The nodes that a cursor at `offset` touches, from the file inwards; of two that meet there, the one that begins there. */
export function nodeAt(file: SourceFile, offset: number): Node[] {
  const path: Node[] = [file];
  for (;;) {
    const below = children(path.at(-1)!).filter(child => touches(child, offset));
    const next = below.at(-1);
    if (next === undefined) return path;
    path.push(next);
  }
}
