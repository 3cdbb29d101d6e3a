import type { Fix, Problem, ProblemCode, Severity } from './problem.ts';
import type { ProblemKind } from './problems/define.ts';
import { meaningProblems } from './problems/meaning.ts';
import { modelProblems } from './problems/models.ts';
import { nameProblems } from './problems/names.ts';
import { runtimeProblems } from './problems/runtime.ts';
import { styleProblems } from './problems/style.ts';
import { syntaxProblems } from './problems/syntax.ts';
import { typeProblems } from './problems/types.ts';
import type { Span } from './span.ts';

/** Every problem that VProg reports, by code: VP1xx syntax, 2 names, 3 types, 4 meaning, 5 models, 6 style, 7 run time. */
export const problemTable = {
  ...syntaxProblems,
  ...nameProblems,
  ...typeProblems,
  ...meaningProblems,
  ...modelProblems,
  ...styleProblems,
  ...runtimeProblems,
};

type Table = typeof problemTable;
export type KnownCode = keyof Table;
type MessageArgs<Code extends KnownCode> = Table[Code] extends ProblemKind<infer Args> ? Args : never;

interface Extra {
  readonly fixes?: readonly Fix[];
  /** In place of the table's, as where a warning of the checker fails a run. */
  readonly severity?: Severity;
  readonly exception?: string;
}

/** What is quoted from a program may be of any length; a message is read by people. */
const LONGEST_QUOTE = 300;

/** A problem of the table at a place; `args` are those of the code's message. */
export function problem<Code extends KnownCode>(
  code: Code,
  span: Span,
  args: MessageArgs<Code>,
  extra: Extra = {},
): Problem {
  const kind = problemTable[code] as unknown as ProblemKind<readonly unknown[]>;
  const { fixes, severity = kind.severity, exception } = extra;
  return {
    code,
    name: kind.name,
    severity,
    message: kind.message(...args.map(brief)),
    span,
    ...(fixes === undefined || fixes.length === 0 ? {} : { fixes }),
    ...(exception === undefined ? {} : { exception }),
  };
}

const brief = (value: unknown): unknown =>
  typeof value === 'string' && value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}…` : value;

/** Name, severity and documentation page of a code; undefined for one that is not in the table. */
export function problemKind(
  code: ProblemCode,
):
  | { readonly name: string; readonly severity: Severity; readonly fixable: boolean; readonly page: string }
  | undefined {
  if (!Object.hasOwn(problemTable, code)) return undefined;
  const { name, severity, fixable } = problemTable[code as KnownCode];
  return { name, severity, fixable, page: `docs/problems/${code}-${name}.md` };
}
