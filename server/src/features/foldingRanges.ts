import type { Analysis, Span } from '@vprog/language';

export interface FoldingRange {
  readonly span: Span;
  readonly kind: 'region' | 'comment' | 'code';
}

/** Cells where a file has several, the directives at a cell's top, and calls over several lines. */
export function foldingRanges({ parsed }: Analysis): readonly FoldingRange[] {
  const { file, text } = parsed;
  const spansLines = ({ start, end }: Span): boolean => /[\r\n]/.test(text.slice(start, end).trimEnd());
  const trimmed = ({ start, end }: Span): Span => ({ start, end: start + text.slice(start, end).trimEnd().length });
  return file.cells
    .flatMap((cell): FoldingRange[] => {
      const first = cell.directives[0];
      const last = cell.directives.at(-1);
      return [
        ...(file.cells.length > 1 ? [{ span: trimmed(cell), kind: 'region' as const }] : []),
        ...(first && last ? [{ span: { start: first.start, end: last.end }, kind: 'comment' as const }] : []),
        ...cell.statements.map(statement => ({ span: trimmed(statement), kind: 'code' as const })),
      ];
    })
    .filter(({ span }) => spansLines(span));
}
