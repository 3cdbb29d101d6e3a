import type { Span } from '../span.ts';

/** What language models put around a program or before its steps. */
const PREFIXES = [
  /[ \t\f\ufeff]*(?:[*_#>-]{1,3}[ \t]*)?(?:Program|Question|Statement|Answer|Instruction|Explanation|Reasoning|Rationale|Solution|Code|Output)[*_]*[ \t]*:[*_]*[ \t]*/iy,
  /[ \t\f\ufeff]*(?:>>>|\.\.\.|In[ \t]*\[[ \t]*\d*[ \t]*\]:)[ \t]*/y,
  /[ \t\f\ufeff]*(?:(?:Step|Line)[ \t]*)?\d{1,4}[.):][ \t]*/iy,
  /[ \t\f\ufeff]*(?:[-*•][ \t]+|`)/y,
];
const WHOLE_LINE = /[ \t\f\ufeff]*(?:(?:```|~~~)[ \t]*[\w+-]*|'''|"""|>>>)[ \t]*(?=[\r\n]|$)/y;
const LABEL = PREFIXES[0]!;
const STEP_START = /[ \t\f\ufeff]*[\p{L}_][\p{L}\p{N}_]*[ \t]*=(?!=)/uy;
const REST_OF_LINE = /[^\r\n]*/y;

const matchAt = (expression: RegExp, text: string, offset: number): string | undefined => {
  expression.lastIndex = offset;
  return expression.exec(text)?.[0];
};

/** Whether `NAME =` stands at an offset. */
export const startsStep = (text: string, offset: number): boolean => matchAt(STEP_START, text, offset) !== undefined;

/** A fence or a prompt at the start of a line ends a step above it, even where a bracket is open. */
export const isFence = (text: string, offset: number): boolean => matchAt(WHOLE_LINE, text, offset) !== undefined;

/**
 * What is around the program on the line that starts at `offset`: the whole line, or what stands before its step.
 * Undefined where the line is nothing of the sort.
 */
export function findWrapper(
  text: string,
  offset: number,
): { readonly kind: 'line' | 'prefix'; readonly span: Span } | undefined {
  const line = matchAt(WHOLE_LINE, text, offset);
  if (line !== undefined) return { kind: 'line', span: trimmed(text, offset, offset + line.length) };
  let end = offset;
  for (let found = true; found; ) {
    found = false;
    for (const expression of PREFIXES) {
      const prefix = matchAt(expression, text, end);
      if (prefix === undefined) continue;
      end += prefix.length;
      found = true;
      if (startsStep(text, end)) return { kind: 'prefix', span: trimmed(text, offset, end, false) };
    }
  }
  if (matchAt(LABEL, text, offset) === undefined) return undefined;
  const rest = matchAt(REST_OF_LINE, text, offset) ?? '';
  return { kind: 'line', span: trimmed(text, offset, offset + rest.length) };
}

/** Without the space before, and where asked behind. */
function trimmed(text: string, start: number, end: number, behind = true): Span {
  while (start < end && /\s/.test(text[start]!)) start += 1;
  while (behind && end > start && /\s/.test(text[end - 1]!)) end -= 1;
  return { start, end };
}
