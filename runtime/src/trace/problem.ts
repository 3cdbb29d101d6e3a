import { type LineIndex, type Problem, problemKind, type Span } from '@vprog/language';
import type { RunError } from '../errors.ts';
import type { ProblemJson, Range } from '../protocol.ts';

export const rangeOf = ({ start, end }: Span, lines: LineIndex): Range => ({
  start: lines.positionAt(start),
  end: lines.positionAt(end),
});

/** A problem as `check --json` prints it and a trace holds it. */
export function toProblemJson({ span, fixes, ...problem }: Problem, lines: LineIndex): ProblemJson {
  return {
    ...problem,
    range: rangeOf(span, lines),
    ...(fixes && {
      fixes: fixes.map(({ title, edits }) => ({
        title,
        edits: edits.map(edit => ({ range: rangeOf(edit.span, lines), newText: edit.newText })),
      })),
    }),
  };
}

/** An error of the run at its own place, else at `span`. */
export function errorJson(error: RunError, span: Span, lines: LineIndex): ProblemJson {
  return {
    code: error.code,
    name: problemKind(error.code)?.name ?? 'error',
    severity: 'error',
    message: error.message,
    ...(error.exception === undefined ? {} : { exception: error.exception }),
    range: rangeOf(error.span ?? span, lines),
  };
}
