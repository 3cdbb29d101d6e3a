import type { Assign, Call, Cell, Name } from '../ast.ts';
import { canonical } from './canonical.ts';
import { digest } from './digest.ts';

/** `NAME = MODULE(...)`. */
export interface Step {
  readonly statement: Assign;
  readonly name: Name;
  readonly module: Name;
  readonly call: Call;
}

/** The steps of a cell in the order of the text; statements that are none, as by an error in them, are left out. */
export function stepsOf(cell: Cell): Step[] {
  return cell.statements.flatMap(statement => {
    if (statement.kind !== 'Assign' || statement.targets.length !== 1) return [];
    const [name] = statement.targets;
    const { value } = statement;
    if (name?.kind !== 'Name' || value.kind !== 'Call' || value.callee.kind !== 'Name') return [];
    return [{ statement, name, module: value.callee, call: value }];
  });
}

/**
 * For each of `stepsOf` a key of what it computes: of its module and arguments, where a variable counts as the key of the
 * step that gave it its value, and an input by its name. Spacing, comments, the names of outputs and edits elsewhere do
 * not change it. Keys are unique in a cell: a later step that computes the same gets a number behind its key.
 */
export function stepKeys(cell: Cell): string[] {
  const values = new Map<string, string>();
  const seen = new Map<string, number>();
  return stepsOf(cell).map(({ name, call }) => {
    const key = digest(canonical(call, variable => values.get(variable.name) ?? variable.name));
    values.set(name.name, `#${key}`);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? key : `${key}-${count}`;
  });
}
