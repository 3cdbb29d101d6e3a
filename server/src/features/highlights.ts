import type { Analysis, Span } from '@vprog/language';
import { spansOf, variableAt } from './lookup.ts';

export interface Highlight {
  readonly span: Span;
  readonly kind: 'read' | 'write';
}

/** Every place of the variable at `offset`. */
export function highlights(analysis: Analysis, offset: number): readonly Highlight[] {
  const variable = variableAt(analysis, offset)?.variable;
  if (variable === undefined) return [];
  return spansOf(variable).map(span => ({ span, kind: variable.definitions.includes(span) ? 'write' : 'read' }));
}
