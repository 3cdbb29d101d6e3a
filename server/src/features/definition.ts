import type { Analysis, Span } from '@vprog/language';
import { bindingOf, variableAt } from './lookup.ts';

export interface Definition {
  /** The name under the cursor. */
  readonly origin: Span;
  readonly targets: readonly Span[];
}

/**
 * Where the variable at `offset` gets its value. A use goes to the last definition above it; a name that is a definition
 * itself, or is used above all of them, goes to every definition; an input without one to the path that `@image` gives it.
 */
export function definition(analysis: Analysis, offset: number): Definition | undefined {
  const found = variableAt(analysis, offset);
  if (found === undefined) return undefined;
  const { variable, span } = found;
  if (variable.definitions.length === 0) {
    const binding = bindingOf(analysis, variable.name, offset);
    return binding && { origin: span, targets: [binding.path] };
  }
  const above = variable.definitions.findLast(({ end }) => end <= span.start);
  const isUse = variable.references.includes(span);
  return { origin: span, targets: isUse && above !== undefined ? [above] : variable.definitions };
}
