import type { Span } from './span.ts';

/** Severities as in design: error = would fail or cannot mean anything; warning = runs and is likely wrong. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** `VP` and three digits; the first digit is the group. The table of all codes is problems.ts. */
export type ProblemCode = `VP${number}`;

export interface Edit {
  readonly span: Span;
  readonly newText: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** Something wrong, where it is, and what to do about it. */
export interface Problem {
  readonly code: ProblemCode;
  /** Kebab case, stable: `unknown-module`. */
  readonly name: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly fixes?: readonly Fix[];
  /** Run time only: CPython's exception class where it has one, such as `IndexError`. */
  readonly exception?: string;
}
