import type { Cell, Node, Word } from '../ast.ts';
import { walk } from '../tree/walk.ts';
import { bindingsOf } from './directives.ts';
import { predefined } from './scope.ts';

/** A picture that a program reads. */
export interface ProgramInput {
  readonly name: string;
  /** As a directive binds it; absent where none does. */
  readonly path?: Word;
}

/** The pictures that a cell's steps and expectations read before any step gives the name a value, in the order of use. */
export function inputsOf(cell: Cell): readonly ProgramInput[] {
  const paths = new Map<string, Word>();
  for (const directive of cell.directives) {
    if (directive.kind === 'Input') paths.set(directive.input.variable.text, directive.input.path);
  }
  const possible = new Set([...predefined, ...bindingsOf(cell).map(({ variable }) => variable.text)]);
  const read = new Set<string>();
  const assigned = new Set<string>();
  const visit = (node: Node): void => {
    if (node.kind === 'Name' && possible.has(node.name) && !assigned.has(node.name)) read.add(node.name);
  };
  for (const statement of cell.statements) {
    if (statement.kind !== 'Assign') {
      walk(statement, visit);
      continue;
    }
    walk(statement.value, visit);
    for (const target of statement.targets) if (target.kind === 'Name') assigned.add(target.name);
  }
  for (const directive of cell.directives) walk(directive, visit);
  return [...read].map(name => {
    const path = paths.get(name);
    return path === undefined ? { name } : { name, path };
  });
}
