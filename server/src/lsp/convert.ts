import type { Edit, LineIndex, Severity, Span } from '@vprog/language';
import {
  DiagnosticSeverity,
  type MarkupContent,
  MarkupKind,
  type Position,
  type Range,
  type TextEdit,
} from 'vscode-languageserver';

/** Offsets inside, positions outside: the two meet only here. Positions are UTF-16, as offsets are. */
export const toOffset = (lines: LineIndex, position: Position): number => lines.offsetAt(position);

export const toRange = (lines: LineIndex, span: Span): Range => ({
  start: lines.positionAt(span.start),
  end: lines.positionAt(span.end),
});

export const toSpan = (lines: LineIndex, range: Range): Span => ({
  start: lines.offsetAt(range.start),
  end: lines.offsetAt(range.end),
});

export const toTextEdit = (lines: LineIndex, edit: Edit): TextEdit => ({
  range: toRange(lines, edit.span),
  newText: edit.newText,
});

export const toSeverity: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Markdown for a client that shows it, else as it is written: it reads well enough. */
export const toMarkup = (markdown: string, client: { readonly markdown: boolean }): MarkupContent => ({
  kind: client.markdown ? MarkupKind.Markdown : MarkupKind.PlainText,
  value: markdown,
});
