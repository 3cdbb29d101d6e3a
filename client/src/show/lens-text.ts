import type { CellOutline } from '@vprog/server/protocol';
import { learnerOf } from '../distill/learners.ts';
import { type CellResults, isStale } from '../results/results.ts';
import { cut, shortText, timeText } from '../text/value.ts';

/** A lens above a cell; one without a command only tells. */
export interface Lens {
  readonly title: string;
  readonly tooltip?: string;
  readonly command?: string;
}

/** The lenses of one cell. */
export function lensesOf(cell: CellOutline, results: CellResults | undefined, trusted: boolean): readonly Lens[] {
  if (!trusted)
    return [
      {
        title: '$(workspace-untrusted) Run (workspace is restricted)',
        tooltip: 'Programs run in trusted workspaces only. Checking, completion and hover work here too.',
        command: 'vprog.run',
      },
    ];
  // Nothing that changes from step to step: a lens that is drawn anew under the pointer cannot be clicked.
  if (results?.active)
    return [
      { title: '$(debug-stop) Cancel', tooltip: 'Stop this run', command: 'vprog.cancel' },
      { title: '$(sync~spin) running' },
    ];
  const question = cell.question === undefined ? '' : `: ${cell.question}`;
  const run: Lens[] = [
    { title: '$(play) Run', tooltip: `Run this program${question}`, command: 'vprog.run' },
    { title: 'Run on…', tooltip: 'Choose the picture and run', command: 'vprog.runOn' },
  ];
  const outcome = results && outcomeText(results);
  if (!outcome) return run;
  const learner = cell.steps.find(step => learnerOf(step.module));
  return [...run, { title: outcome }, ...(learner ? [distillLens(learner.module)] : [])];
}

const distillLens = (module: string): Lens => ({
  title: 'Distill…',
  tooltip: `Let the model of ${module} learn from another one`,
  command: 'vprog.distill',
});

/** `yes · 4 steps · 0.3 s` */
export function outcomeText(results: CellResults): string | undefined {
  const { trace } = results;
  if (!trace) return undefined;
  const { steps, ms, cached } = trace.totals;
  const reuse = cached > 0 ? ` (${cached} cached)` : '';
  const counts = `${steps === 1 ? '1 step' : `${steps} steps`}${reuse} · ${timeText(ms)}`;
  const stale = results.steps.some(isStale) ? '$(history) before the last change: ' : '';
  if (trace.cancelled) return `${stale}$(circle-slash) cancelled · ${counts}`;
  const missed = trace.expectations.find(expectation => !expectation.ok);
  const value = trace.result ? cut(shortText(trace.result), 40) : '';
  if (missed && trace.result) return `${stale}$(error) ${value}, expected ${cut(missed.expected, 40)} · ${counts}`;
  if (trace.error) return `${stale}$(error) failed · ${counts}`;
  return `${stale}$(check) ${value}${trace.expectations.length > 0 ? ', as expected' : ''} · ${counts}`;
}
