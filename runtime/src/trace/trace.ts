import { createHash } from 'node:crypto';
import type { RunParams, Step, Trace } from '../protocol.ts';

type Ending = Partial<Pick<Trace, 'question' | 'inputs' | 'result' | 'error' | 'cancelled' | 'expectations'>> & {
  /** Wall time; absent: that of the steps together. */
  readonly ms?: number;
};

/** The record of a run from what is known of it. */
export function makeTrace(params: RunParams, steps: readonly Step[], ending: Ending): Trace {
  const { inputs = [], expectations = [], ms, question, result, error, cancelled } = ending;
  const device = steps.find(({ provider }) => provider !== undefined)?.provider;
  const sum = (of: (step: Step) => number) => steps.reduce((total, step) => total + of(step), 0);
  return {
    version: 1,
    ...(params.file === undefined ? {} : { file: params.file }),
    sha256: createHash('sha256').update(params.text).digest('hex'),
    cell: params.cell,
    ...(question === undefined ? {} : { question }),
    inputs,
    steps,
    ...(result === undefined ? {} : { result }),
    stdout: '',
    ok: error === undefined && cancelled === undefined,
    ...(cancelled === undefined ? {} : { cancelled }),
    ...(error === undefined ? {} : { error }),
    expectations,
    ...(device === undefined ? {} : { device }),
    totals: {
      ms: ms ?? sum(step => step.ms),
      modelMs: sum(step => step.modelMs),
      steps: steps.length,
      cached: steps.filter(({ cached }) => cached).length,
    },
  };
}
