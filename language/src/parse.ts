import type { SourceFile } from './ast.ts';
import { readCell, splitCells } from './parser/cells.ts';
import type { Problem } from './problem.ts';
import { problem } from './problems.ts';

/** A text with its tree and what is wrong with its syntax, in the order of the text. */
export interface Parsed {
  readonly text: string;
  readonly file: SourceFile;
  readonly problems: readonly Problem[];
}

/** Problems beyond this number are not kept: nobody reads them, and a text may have millions. */
const MAXIMUM_PROBLEMS = 5000;

/**
 * Reads a `.vprog` text. Total: any text gives a tree, in time linear in its length. What cannot be read is an error node
 * with a problem, and the lines around it stay as they are.
 */
export function parse(text: string): Parsed {
  const cells = [];
  const problems: Problem[] = [];
  for (const span of splitCells(text)) {
    const read = readCell(text, span, cells.length);
    cells.push(read.cell);
    if (problems.length <= MAXIMUM_PROBLEMS) problems.push(...read.problems.slice(0, MAXIMUM_PROBLEMS + 1));
  }
  problems.sort((a, b) => a.span.start - b.span.start);
  if (problems.length > MAXIMUM_PROBLEMS) {
    const last = problems[MAXIMUM_PROBLEMS - 1]!;
    problems.length = MAXIMUM_PROBLEMS;
    problems.push(problem('VP199', last.span, [MAXIMUM_PROBLEMS]));
  }
  return { text, file: { kind: 'SourceFile', cells, start: 0, end: text.length }, problems };
}
