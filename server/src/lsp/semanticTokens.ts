import type { LineIndex, Span } from '@vprog/language';
import { type SemanticTokens, SemanticTokensBuilder } from 'vscode-languageserver';
import { semanticTokens, tokenModifiers, tokenTypes } from '../features/semanticTokens.ts';
import type { Snapshot } from './documents.ts';

/** The tokens that touch `within`, in LSP's encoding; a token over several lines becomes one for each line. */
export function encodedTokens({ analysis, environment, lines }: Snapshot, within: Span): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const { span, type, modifiers } of semanticTokens(analysis, environment)) {
    if (span.end < within.start || within.end < span.start) continue;
    const bits = modifiers.reduce((set, modifier) => set | (1 << tokenModifiers.indexOf(modifier)), 0);
    for (const { line, start, end } of byLine(lines, span))
      builder.push(line, start, end - start, tokenTypes.indexOf(type), bits);
  }
  return builder.build();
}

function* byLine(lines: LineIndex, { start, end }: Span): Generator<{ line: number; start: number; end: number }> {
  const last = lines.positionAt(end);
  for (let at = lines.positionAt(start); at.line <= last.line; at = { line: at.line + 1, character: 0 }) {
    const stop = at.line === last.line ? last.character : lines.lineEnd(at.line) - lines.lineStart(at.line);
    if (stop > at.character) yield { line: at.line, start: at.character, end: stop };
  }
}
