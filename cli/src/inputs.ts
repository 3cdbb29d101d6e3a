import { type Cell, inputsOf, walk } from '@vprog/language';
import type { Program } from './program.ts';

/**
 * Which of the given pictures the cells do not read, in the rest of a sentence, such as `reads no picture Image; it reads
 * IMAGE`. Undefined where there is none, and where the text cannot be read whole: the run then tells why.
 */
export function unreadInput(
  { cells, readable }: Pick<Program, 'cells' | 'readable'>,
  chosen: readonly number[],
  inputs: Readonly<Record<string, unknown>>,
): string | undefined {
  const run = chosen.flatMap(index => cells[index] ?? []);
  const accepted = new Set(run.flatMap(acceptedNames));
  const unread = Object.keys(inputs).filter(name => !accepted.has(name));
  if (!readable || unread.length === 0) return undefined;
  const read = [...new Set(run.flatMap(cell => inputsOf(cell).map(({ name }) => name)))];
  return `reads no picture ${unread.join(', ')}; it reads ${read.join(', ') || 'none'}`;
}

/** Those that the cell reads, that a directive binds, and those without a value, of which the checker has more to say. */
function acceptedNames(cell: Cell): readonly string[] {
  const names = new Set<string>();
  for (const directive of cell.directives) {
    if (directive.kind === 'Input') names.add(directive.input.variable.text);
  }
  const assigned = new Set<string>();
  for (const statement of cell.statements) {
    if (statement.kind !== 'Assign') continue;
    walk(statement.value, node => {
      if (node.kind === 'Name') names.add(node.name);
    });
    for (const target of statement.targets) if (target.kind === 'Name') assigned.add(target.name);
  }
  return [...[...names].filter(name => !assigned.has(name)), ...inputsOf(cell).map(({ name }) => name)];
}
