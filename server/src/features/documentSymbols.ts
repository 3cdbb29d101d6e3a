import { type Analysis, type Span, typeName } from '@vprog/language';

export interface DocumentSymbol {
  readonly kind: 'cell' | 'step';
  readonly name: string;
  readonly detail: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly DocumentSymbol[];
}

/** The steps, under their cells where a file has several. */
export function documentSymbols({ cells, parsed }: Analysis): readonly DocumentSymbol[] {
  const outline = cells.map(({ cell, steps }): DocumentSymbol => {
    const question = cell.directives.find(each => each.kind === 'Question')?.text.text;
    const firstLine = parsed.text.slice(cell.start, cell.end).search(/[\r\n]|$/);
    return {
      kind: 'cell',
      name: cell.title || question || `Program ${cell.index + 1}`,
      detail: cell.title && question ? question : '',
      span: cell,
      nameSpan: { start: cell.start, end: cell.start + firstLine },
      children: steps.map(step => ({
        kind: 'step',
        name: step.name.name,
        detail: `${step.signature?.name ?? 'unknown module'}: ${typeName(step.type)}`,
        span: step.statement,
        nameSpan: step.name,
        children: [],
      })),
    };
  });
  return outline.length > 1 ? outline : outline.flatMap(({ children }) => children);
}
