import type { ProblemJson, Range, RunParams, Step, StepEvent, Trace } from './protocol.ts';
import { makeTrace } from './trace/trace.ts';

const nowhere: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** What is known of a run whose process cannot tell any more: the steps that it told of. */
export class UnfinishedRun {
  readonly params: RunParams;
  readonly #ended: Step[] = [];
  #current: Step | undefined;

  constructor(params: RunParams) {
    this.params = params;
  }

  /** Whether a step was begun. */
  get begun(): boolean {
    return this.#ended.length > 0 || this.#current !== undefined;
  }

  note({ phase, step }: StepEvent): void {
    this.#current = phase === 'begin' ? step : undefined;
    if (phase === 'end') this.#ended.push(step);
  }

  cancelled(): Trace {
    return makeTrace(this.params, this.#ended, { cancelled: true });
  }

  /** VP701 at the step that was being carried out; `reason` is how the process ended. */
  crashed(reason: string): Trace {
    const where = this.#current === undefined ? '' : ' in this step';
    const error: ProblemJson = {
      code: 'VP701',
      name: 'runtime-crashed',
      severity: 'error',
      message: `The runtime stopped${where} (${reason}). Finished steps are kept: run again, and it starts anew.`,
      range: this.#current?.range ?? nowhere,
    };
    const steps = this.#current === undefined ? this.#ended : [...this.#ended, { ...this.#current, error }];
    return makeTrace(this.params, steps, { error });
  }
}
