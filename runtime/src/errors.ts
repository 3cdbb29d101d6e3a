import type { ProblemCode, Span } from '@vprog/language';

/** An error of the program's run, shown once, at the line that caused it. Codes VP5xx and VP7xx are in language/src/problems.ts. */
export class RunError extends Error {
  override readonly name = 'RunError';
  readonly code: ProblemCode;
  /** CPython's class for the same mistake, where it has one. */
  readonly exception: string | undefined;
  /** The expression that failed; the interpreter fills it in. Absent: the step as a whole. */
  span: Span | undefined;

  constructor(code: ProblemCode, message: string, exception?: string) {
    super(message);
    this.code = code;
    this.exception = exception;
  }
}
