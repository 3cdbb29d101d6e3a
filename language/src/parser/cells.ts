import type { Cell, Statement } from '../ast.ts';
import { tokenize } from '../lexer/lexer.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problems.ts';
import type { Span } from '../span.ts';
import { LineProblems } from './context.ts';
import { readDirectives } from './directives.ts';
import { type Line, readLines } from './lines.ts';
import { readStatement } from './statements.ts';
import { startsStep } from './wrappers.ts';

const CELL = /(?<![^\r\n\ufeff])#[ \t]*%%([^\r\n]*)/g;
const BLANK = /^(?:[\s\ufeff]|#(?![ \t]*@)[^\r\n]*)*$/;
const DEFINITION = /(?<![^\r\n\ufeff])(?:async[ \t]+)?def[ \t]+[\p{L}_][\p{L}\p{N}_]*[ \t]*\(?/u;
const PYTHON =
  /(?<![^\r\n\ufeff])(?:import[ \t]+\w|from[ \t]+[\w.]+[ \t]+import\b|class[ \t]+\w+[(:]|(?:for|while|if|with)[ \t][^\r\n]*:[ \t]*(?=[\r\n#]|$)|return\b|@\w)[^\r\n#]*/;
const CHOICE = "a step chooses by `EVAL(expr='A if {B} else C')`.";
const LINE_START = /(?<![^\r\n])(?=[^\r\n])/g;

interface CellSpan extends Span {
  readonly title?: string;
  /** Of the `# %%` line. */
  readonly head: Span;
}

/** The stretches of text between `# %%` lines. Blank lines and comments before the first one are no cell. */
export function splitCells(text: string): CellSpan[] {
  const heads = [...text.matchAll(CELL)].map(match => {
    const title = match[1]!.trim();
    const head = { start: match.index, end: match.index + match[0].length };
    return { head, ...(title === '' ? {} : { title }) };
  });
  const first = heads[0]?.head.start ?? text.length;
  const spans = heads.map((cell, index) => ({
    ...cell,
    start: cell.head.start,
    end: heads[index + 1]?.head.start ?? text.length,
  }));
  if (heads.length > 0 && isBlank(text.slice(0, first))) return spans;
  return [{ head: { start: 0, end: 0 }, start: 0, end: first }, ...spans];
}

const isBlank = (text: string): boolean => text.split(/\r\n|\n|\r/).every(line => BLANK.test(line));

export function readCell(text: string, span: CellSpan, index: number): { cell: Cell; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const written = text.slice(span.start, span.end);
  const definition = findFunctionForm(written);
  const statements: Statement[] = [];
  if (definition !== undefined) {
    const start = span.start + definition.start;
    problems.push(problem('VP114', { start, end: span.start + definition.end }, []));
  } else {
    for (const line of readLines(text, tokenize(written, span.start), span)) {
      const found = new LineProblems();
      const statement = readLine(text, line, found);
      if (statement !== undefined) statements.push(statement);
      for (const one of found.list) problems.push(one);
    }
  }
  const { directives, problems: more } = readDirectives(text, span, statements);
  for (const one of more) problems.push(one);
  if (definition === undefined && statements.length === 0) problems.push(problem('VP115', span.head, []));
  const cell: Cell = {
    kind: 'Cell',
    index,
    ...(span.title === undefined ? {} : { title: span.title }),
    form: definition === undefined ? 'step' : 'function',
    directives,
    statements,
    start: span.start,
    end: span.end,
  };
  return { cell, problems };
}

/** The line that makes a cell function form: a `def`, or another statement of Python's where there is no step. */
function findFunctionForm(written: string): Span | undefined {
  const match = DEFINITION.exec(written) ?? (hasStep(written) ? null : PYTHON.exec(written));
  if (match === null) return undefined;
  const end = match.index + match[0].trimEnd().length;
  return { start: match.index, end };
}

/** Whether a cell's text is function form. */
export const isFunctionForm = (written: string): boolean => findFunctionForm(written) !== undefined;

const hasStep = (written: string): boolean => {
  for (const { index } of written.matchAll(LINE_START)) if (startsStep(written, index)) return true;
  return false;
};

function readLine(text: string, line: Line, problems: LineProblems): Statement | undefined {
  switch (line.kind) {
    case 'step':
      return line.tokens.length === 0 ? undefined : readStatement(text, line, problems);
    case 'prose': {
      const { start } = line.span;
      const fixes = [{ title: 'Make it a comment', edits: [{ span: { start, end: start }, newText: '# ' }] }];
      const choice = /^(?:if|elif|else)\b/.test(text.slice(start, line.span.end));
      problems.report(problem('VP109', line.span, choice ? [CHOICE] : [], { fixes }));
      return { kind: 'ErrorStatement', ...line.span };
    }
    case 'wrapper': {
      const written = text.slice(line.span.start, line.span.end);
      const shown = written.length > 40 ? `${written.slice(0, 39)}…` : written;
      const fixes = [{ title: 'Remove the line', edits: [{ span: wholeLine(text, line.span), newText: '' }] }];
      const question = /^\W*(?:Question|Statement)\W*:\W*([\s\S]+)$/i.exec(written)?.[1];
      if (question !== undefined) {
        fixes.unshift({
          title: 'Make it @question',
          edits: [{ span: line.span, newText: `# @question ${question.trim()}` }],
        });
      }
      problems.report(problem('VP110', line.span, [shown], { fixes }));
      return undefined;
    }
  }
}

/** With the space around it and the line end behind it. */
function wholeLine(text: string, span: Span): Span {
  let { start, end } = span;
  while (start > 0 && !/[\r\n]/.test(text[start - 1]!)) start -= 1;
  while (end < text.length && !/[\r\n]/.test(text[end]!)) end += 1;
  if (text.startsWith('\r\n', end)) end += 2;
  else if (end < text.length) end += 1;
  return { start, end };
}
