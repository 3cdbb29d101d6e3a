import type { LabelResult } from '../labels/find.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problems.ts';

/** More than a person reads; errors are always kept, since they decide whether a program runs. */
const MOST_FINDINGS = 1000;
/** Looking for what was meant costs more than finding the mistake. */
const MOST_SUGGESTIONS = 200;

/** Collects the problems of a file and keeps the work for them bounded. */
export class Reporter {
  readonly problems: Problem[] = [];
  /** How many errors so far. */
  errors = 0;
  readonly #labels = new Map<string, LabelResult>();
  #findings = 0;
  #suggestions = 0;

  add(found: Problem): void {
    if (found.severity === 'error') {
      this.errors += 1;
    } else {
      this.#findings += 1;
      if (this.#findings === MOST_FINDINGS + 1) this.problems.push(problem('VP299', found.span, [MOST_FINDINGS]));
      if (this.#findings > MOST_FINDINGS) return;
    }
    this.problems.push(found);
  }

  /** The label for a phrase, looked for once; while there are few. */
  label(phrase: string, find: () => LabelResult): LabelResult | undefined {
    const known = this.#labels.get(phrase) ?? (this.#labels.size < MOST_FINDINGS ? find() : undefined);
    if (known !== undefined) this.#labels.set(phrase, known);
    return known;
  }

  /** The suggestion, while there are few. */
  suggest<T>(find: () => T): T | undefined {
    this.#suggestions += 1;
    return this.#suggestions > MOST_SUGGESTIONS ? undefined : find();
  }
}
