import type { Name } from '../ast.ts';
import { similar } from '../distance.ts';
import type { Fix } from '../problem.ts';
import { problem } from '../problems.ts';
import { ANY, type Type } from '../types.ts';
import type { Flow } from './flow.ts';

/**
 * Notes the use of a variable. One that has no value is reported at its first use, and is silent afterwards; so is a
 * name that is not written yet, which the parser has reported.
 */
export function useName(name: Name, flow: Flow): Type {
  if (name.name === '') return ANY;
  const { scope } = flow;
  const type = scope.use(name.name, name);
  if (type !== undefined) return type;
  flow.reporter.add(undefinedName(name, flow));
  scope.assume(name.name);
  scope.use(name.name, name);
  return ANY;
}

function undefinedName(name: Name, flow: Flow) {
  const { scope, modules, firstAssigned, lines } = flow;
  if (modules.has(name.name)) return problem('VP213', name, [name.name]);
  const later = firstAssigned.get(name.name);
  if (later !== undefined) return problem('VP206', name, [name.name, lines.positionAt(later.start).line + 1]);
  const near = (flow.reporter.suggest(() => similar(name.name, scope.names())) ?? []).slice(0, 3);
  const fixes: Fix[] = near.map(other => ({
    title: `Change to ${other}`,
    edits: [{ span: name, newText: other }],
  }));
  return problem('VP205', name, [name.name, near.length === 0 ? undefined : `Did you mean ${near[0]}?`], { fixes });
}
