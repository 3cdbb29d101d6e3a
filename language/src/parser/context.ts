import type { IToken } from 'chevrotain';
import type { Expression } from '../ast.ts';
import type { Problem } from '../problem.ts';
import type { Span } from '../span.ts';

/** What the grammar needs to know of the text that it reads. */
export interface ReadingContext {
  /** The text that the tokens' offsets count in. */
  readonly source: string;
  /** The text of the file, in which spans count. */
  readonly file: string;
  /** `expression`: the text of EVAL or of an expectation, where `xor` is known, and `{NAME}` in EVAL. */
  readonly mode: 'file' | 'eval' | 'expectation';
  /** The place in the file of a stretch of `source`. */
  readonly place: (start: number, end: number) => Span;
  readonly report: (problem: Problem) => void;
  /** Reads the string given to EVAL; absent where an EVAL's text stays a plain string. */
  readonly readEval?: (strings: readonly IToken[]) => Expression;
}

/** Takes one error of each line, and behind it hints only: other problems would follow from the first. */
export class LineProblems {
  readonly list: Problem[] = [];
  #failed = false;
  static readonly #MAXIMUM = 20;

  readonly report = (problem: Problem): void => {
    if (this.list.length >= LineProblems.#MAXIMUM) return;
    if (this.#failed && problem.severity !== 'hint') return;
    if (problem.severity === 'error') this.#failed = true;
    this.list.push(problem);
  };

  get failed(): boolean {
    return this.#failed;
  }
}
