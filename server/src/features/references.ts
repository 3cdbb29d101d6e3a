import type { Analysis, Span } from '@vprog/language';
import { spansOf, variableAt } from './lookup.ts';

/** The uses of the variable at `offset`, in EVAL strings too; with `includeDefinitions` also where it gets its value. */
export function references(analysis: Analysis, offset: number, includeDefinitions: boolean): readonly Span[] {
  const variable = variableAt(analysis, offset)?.variable;
  if (variable === undefined) return [];
  return includeDefinitions ? spansOf(variable) : variable.references;
}
