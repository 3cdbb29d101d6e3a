import { type Analysis, type Edit, format } from '@vprog/language';

/**
 * The edits that give the document its canonical layout: one for each run of changed lines, so that cursors, marks and
 * results elsewhere stay where they are.
 */
export function formatting({ parsed }: Analysis): readonly Edit[] {
  const { text } = parsed;
  const formatted = format(text);
  if (formatted === text) return [];
  const before = splitLines(text);
  const after = splitLines(formatted);
  // Layout keeps lines one to one except where a call or a blank line collapses; then the changed middle is one edit.
  return before.length === after.length ? changedLines(before, after) : [changedMiddle(before, after)];
}

/** Lines with their ends. */
const splitLines = (text: string): readonly string[] => text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];

function changedLines(before: readonly string[], after: readonly string[]): Edit[] {
  const edits: Edit[] = [];
  let start = 0;
  for (const [index, line] of before.entries()) {
    const newText = after[index] ?? '';
    if (line !== newText) edits.push({ span: { start, end: start + line.length }, newText });
    start += line.length;
  }
  return edits;
}

function changedMiddle(before: readonly string[], after: readonly string[]): Edit {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const length = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length, 0);
  const start = length(before.slice(0, head));
  return {
    span: { start, end: start + length(before.slice(head, before.length - tail)) },
    newText: after.slice(head, after.length - tail).join(''),
  };
}
