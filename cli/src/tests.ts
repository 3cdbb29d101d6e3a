import type { CaseDirective, Cell, ExpectDirective, LineIndex } from '@vprog/language';
import type { RuntimeHost } from '@vprog/runtime/host';
import type { ProblemJson, Trace } from '@vprog/runtime/protocol';
import { exitStatus, statusOfTrace } from './exit.ts';
import type { RunOptions } from './options.ts';
import { type Program, runParams } from './program.ts';

/** How one `@expect` or `@case` came out. */
export interface Outcome {
  readonly file: string;
  readonly cell: number;
  /** Such as `expect N >= 4`. */
  readonly name: string;
  /** Zero-based line of the directive. */
  readonly line: number;
  readonly ok: boolean;
  readonly expected?: string;
  readonly got?: string;
  /** Of the whole run, which all expectations of a cell share. */
  readonly ms: number;
  /** What ended the run before the expectation could be judged. */
  readonly error?: ProblemJson;
  /** The exit status that it asks for. */
  readonly status: number;
}

/** One run of a cell and what it must show: all of `@expect` together, or one `@case`. */
export type PlannedRun =
  | { readonly cell: number; readonly expectations: readonly ExpectDirective[] }
  | { readonly cell: number; readonly case: number; readonly directive: CaseDirective };

export function plannedRuns({ cells }: Program): readonly PlannedRun[] {
  return cells.flatMap((cell): PlannedRun[] => {
    const expectations = cell.directives.filter(directive => directive.kind === 'Expect');
    const own = expectations.length > 0 ? [{ cell: cell.index, expectations }] : [];
    return [...own, ...cases(cell)];
  });
}

const cases = ({ index, directives }: Cell): readonly PlannedRun[] =>
  directives
    .filter(directive => directive.kind === 'Case')
    .map((directive, number) => ({ cell: index, case: number, directive }));

export async function runTests(
  runtime: RuntimeHost,
  program: Program,
  planned: PlannedRun,
  lines: LineIndex,
  options: RunOptions,
): Promise<readonly Outcome[]> {
  const params = runParams(program, planned.cell, {}, options);
  const trace = await runtime.run('case' in planned ? { ...params, case: planned.case } : params, () => undefined);
  if ('case' in planned) return [outcome(program, planned.directive, trace, 0, lines)];
  return planned.expectations.map((directive, index) => outcome(program, directive, trace, index, lines));
}

function outcome(
  { file, text }: Program,
  directive: ExpectDirective | CaseDirective,
  trace: Trace,
  index: number,
  lines: LineIndex,
): Outcome {
  const judged = trace.expectations[index];
  const ok = judged === undefined ? trace.ok : judged.ok;
  return {
    file,
    cell: trace.cell,
    name: text.slice(directive.name.start, directive.end).trim(),
    line: lines.positionAt(directive.start).line,
    ok,
    ...(judged === undefined ? {} : { expected: judged.expected, got: judged.got }),
    ms: trace.totals.ms,
    ...(judged === undefined && trace.error !== undefined ? { error: trace.error } : {}),
    status: ok ? exitStatus.done : judged === undefined ? statusOfTrace(trace) : exitStatus.errors,
  };
}
