import { printStep } from './format/step.ts';
import { tokenize } from './lexer/lexer.ts';
import { isFunctionForm, splitCells } from './parser/cells.ts';
import { LineProblems } from './parser/context.ts';
import { type Line, readLines } from './parser/lines.ts';
import { readStatement } from './parser/statements.ts';
import type { Span } from './span.ts';

const LINE_END = /\r\n|\n|\r/;
const MAXIMUM_BLANK_LINES = 2;

/**
 * The text in canonical layout: `BOX0 = LOC(image=IMAGE, object='sky')`, a call of more than 100 columns with one argument
 * a line, at most two blank lines in a row, one line end at the end. Comments stay; lines that are no correct step stay
 * as they are; what the program means does not change. Formatting twice is formatting once.
 */
export function format(text: string): string {
  const lineEnd = LINE_END.exec(text)?.[0] ?? '\n';
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const source = text.slice(mark.length);
  const lines = splitCells(source).flatMap((cell, index) => {
    const start = index === 0 ? 0 : cell.start;
    return formatCell(source, { start, end: cell.end });
  });
  return mark + joinLines(lines, lineEnd);
}

interface OutputLine {
  readonly text: string;
  /** Not to be trimmed or left out. */
  readonly verbatim: boolean;
}

const verbatim = (text: string): OutputLine[] => text.split(LINE_END).map(line => ({ text: line, verbatim: true }));

function formatCell(source: string, cell: Span): OutputLine[] {
  const written = source.slice(cell.start, cell.end);
  const output: OutputLine[] = [];
  if (isFunctionForm(written)) return verbatim(written.replace(/(?:\r\n|\n|\r)$/, ''));
  let at = cell.start;
  const gap = (end: number): void => {
    const lines = source.slice(at, end).split(LINE_END);
    // What follows the last line end is the space before the next step.
    if (end < cell.end || lines.at(-1)!.trim() === '') lines.pop();
    output.push(...lines.map(formatComment));
  };
  for (const line of readLines(source, tokenize(written, cell.start), cell)) {
    gap(line.extent.start);
    for (const one of formatLine(source, line)) output.push(one);
    at = skipLineEnd(source, line.extent.end);
  }
  gap(cell.end);
  return output;
}

/** Behind the line end at an offset, or the `;` and the space behind it. */
function skipLineEnd(source: string, offset: number): number {
  if (source.startsWith('\r\n', offset)) return offset + 2;
  return Math.min(offset + 1, source.length);
}

function formatComment(line: string): OutputLine {
  const comment = line.trim();
  // Without the space before it, it would begin a cell.
  if (line !== line.trimStart() && /^#[ \t]*%%/.test(comment)) return { text: line.trimEnd(), verbatim: false };
  const text = comment
    .replace(/^#[ \t]*%%(.*)$/, (_, title: string) => `# %% ${title.trim()}`.trimEnd())
    .replace(/^#[ \t]*@([A-Za-z_][\w-]*)(.*)$/, (_, name: string, rest: string) => `# @${name}${spaced(rest)}`);
  return { text, verbatim: false };
}

const spaced = (rest: string): string => (/^\s/.test(rest) ? ` ${rest.trim()}`.trimEnd() : rest);

function formatLine(source: string, line: Line): OutputLine[] {
  const written = verbatim(source.slice(line.extent.start, line.extent.end));
  if (line.kind !== 'step' || line.prefix !== undefined || line.trailing !== undefined) return written;
  if (line.tokens.length === 0) return written;
  const problems = new LineProblems();
  readStatement(source, line, problems);
  if (problems.list.some(problem => problem.severity !== 'hint')) return written;
  return printStep(source, line)?.map(text => ({ text, verbatim: true })) ?? written;
}

function joinLines(lines: readonly OutputLine[], lineEnd: string): string {
  const kept: string[] = [];
  let blank = 0;
  for (const { text, verbatim } of lines) {
    blank = text === '' && !verbatim ? blank + 1 : 0;
    if (blank > MAXIMUM_BLANK_LINES || (blank > 0 && kept.length === 0)) continue;
    kept.push(text);
  }
  while (kept.at(-1) === '') kept.pop();
  return kept.length === 0 ? '' : kept.join(lineEnd) + lineEnd;
}
