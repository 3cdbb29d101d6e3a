import type { Severity } from '../problem.ts';

/** One entry of the problem table. */
export interface ProblemKind<Args extends readonly unknown[]> {
  /** Kebab case, stable. */
  readonly name: string;
  readonly severity: Severity;
  /** One sentence or two: what is wrong, and what to do. */
  readonly message: (...args: Args) => string;
  /** Some of its problems come with a quick fix. */
  readonly fixable: boolean;
}

export const define = <Args extends readonly unknown[]>(
  name: string,
  severity: Severity,
  message: (...args: Args) => string,
  options: { readonly fixable?: true } = {},
): ProblemKind<Args> => ({ name, severity, message, fixable: options.fixable === true });

/** For problems whose message is made where they happen. */
export const asWritten = (message: string): string => message;
