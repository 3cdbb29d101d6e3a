import type { Analysis, Span } from '@vprog/language';
import { variableAt } from './lookup.ts';

export interface Highlight {
  readonly span: Span;
  readonly kind: 'read' | 'write';
}

/** Every place of the variable at `offset`. */
export function highlights(analysis: Analysis, offset: number): readonly Highlight[] {
  const variable = variableAt(analysis, offset)?.variable;
  if (variable === undefined) return [];
  const marked = (spans: readonly Span[], kind: Highlight['kind']) => spans.map(span => ({ span, kind }));
  return [...marked(variable.definitions, 'write'), ...marked(variable.references, 'read')].sort(
    (a, b) => a.span.start - b.span.start,
  );
}
