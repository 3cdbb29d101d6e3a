import {
  type CellAnalysis,
  check,
  type Directive,
  type Environment,
  type Expectation,
  environmentFor,
  LineIndex,
  parse,
  type Span,
  stepKeys,
  stepsOf,
} from '@vprog/language';
import { type Ask, overheard } from './asks.ts';
import type { StepCache } from './cache/step-cache.ts';
import type { Capabilities } from './capabilities.ts';
import { RunError } from './errors.ts';
import { judge } from './expectations.ts';
import type { ImageFiles } from './images/files.ts';
import { bindInputs, caseOf } from './inputs.ts';
import { Budget } from './interpreter/budget.ts';
import { asRunError, type Execution, executeStep } from './interpreter/execute.ts';
import type { ModuleImplementation } from './modules/module.ts';
import type { ExpectationResult, InputRecord, ProblemJson, RunParams, Step, StepEvent, Trace } from './protocol.ts';
import { errorJson, rangeOf, toProblemJson } from './trace/problem.ts';
import { begunStep, endedStep } from './trace/step.ts';
import { makeTrace } from './trace/trace.ts';
import { type Remember, toValue } from './trace/value.ts';
import type { RuntimeValue } from './values.ts';

/** What runs share. */
export interface RunServices {
  readonly environment: Environment;
  readonly implementations: ReadonlyMap<string, ModuleImplementation>;
  /** The models of an environment, on the device that the run asks for. */
  readonly models: (environment: Environment) => Capabilities;
  readonly files: ImageFiles;
  readonly cache: StepCache;
  /** Keeps pictures, so that those of a trace can be asked for. */
  readonly remember: Remember;
}

export interface RunObserver {
  readonly onStep?: (event: StepEvent) => void;
  /**
   * Hears every answer that a model gave, or that its engine remembered. A step whose result was cached asks nothing:
   * for all of them, run with `cache` false.
   */
  readonly onAsk?: (ask: Ask) => void;
  /** Ends the run before its next operation. */
  readonly signal?: AbortSignal;
}

/**
 * Runs one cell: checks it, loads its pictures, carries out its steps in order and judges its expectations. What goes
 * wrong is in the trace, with all that was done before. Never rejects.
 */
export async function runCell(params: RunParams, services: RunServices, observer: RunObserver = {}): Promise<Trace> {
  const run = new CellRun(params, services, observer);
  try {
    await run.execute();
  } catch (thrown) {
    run.fail(asRunError(thrown));
  }
  return run.trace();
}

class CellRun {
  readonly #params: RunParams;
  readonly #services: RunServices;
  readonly #observer: RunObserver;
  readonly #lines: LineIndex;
  readonly #start = performance.now();
  readonly #steps: Step[] = [];
  #cell: Span = { start: 0, end: 0 };
  #question: string | undefined;
  #inputs: readonly InputRecord[] = [];
  #result: RuntimeValue | undefined;
  #expectations: readonly ExpectationResult[] = [];
  #error: ProblemJson | undefined;
  #cancelled = false;

  constructor(params: RunParams, services: RunServices, observer: RunObserver) {
    this.#params = params;
    this.#services = services;
    this.#observer = observer;
    this.#lines = new LineIndex(params.text);
  }

  async execute(): Promise<void> {
    const { signal } = this.#observer;
    const { implementations, models, cache, files } = this.#services;
    const { analysis, environment } = this.#check();
    if (analysis === undefined) return;
    const budget = new Budget(environment.limits, signal);
    const inputs = await bindInputs(analysis, this.#params, files, environment.limits);
    this.#inputs = inputs.records;
    const execution: Execution = {
      variables: new Map(inputs.variables),
      implementations,
      models: models(environment),
      cache: this.#params.cache ? cache : undefined,
      semantics: environment.profile.semantics,
      budget,
    };
    for (const picture of inputs.variables.values()) budget.keep(picture);
    await this.#carryOut(analysis, execution);
    if (this.#error === undefined) await this.#judge(analysis, execution.variables);
  }

  fail(error: RunError): void {
    if (error.code === 'VP702') this.#cancelled = true;
    else this.#error = errorJson(error, this.#cell, this.#lines);
  }

  trace(): Trace {
    return makeTrace(this.#params, this.#steps, {
      ...(this.#question === undefined ? {} : { question: this.#question }),
      inputs: this.#inputs,
      ...(this.#result ? { result: toValue(this.#result, this.#services.remember) } : {}),
      ...(this.#error === undefined ? {} : { error: this.#error }),
      ...(this.#cancelled ? { cancelled: true } : {}),
      expectations: this.#expectations,
      ms: performance.now() - this.#start,
    });
  }

  /** No analysis where an error of the checker, which is noted then, stops the run. */
  #check(): { readonly analysis: CellAnalysis | undefined; readonly environment: Environment } {
    const { text, cell: index, profile, case: number } = this.#params;
    const parsed = parse(text);
    const cell = parsed.file.cells[index];
    if (cell === undefined) {
      const count = parsed.file.cells.length;
      throw new RunError('VP720', `There is no cell ${index}: this program has ${count}, counted from 0.`);
    }
    this.#cell = cell;
    const directives = cell.directives;
    if (number !== undefined && caseOf(directives, number) === undefined) {
      throw new RunError('VP720', `There is no case ${number}: this cell has fewer, counted from 0.`);
    }
    this.#question = directives.find(directive => directive.kind === 'Question')?.text.text;
    const named = directives.find(directive => directive.kind === 'Profile')?.profile.text;
    const environment = environmentFor(this.#services.environment, profile === undefined ? named : undefined);
    const { cells, problems } = check(parsed, environment);
    const wrong = problems.find(
      ({ severity, span }) => severity === 'error' && cell.start <= span.start && span.start <= cell.end,
    );
    if (wrong !== undefined) {
      this.#error = toProblemJson(wrong, this.#lines);
      return { analysis: undefined, environment };
    }
    if (cell.statements.length === 0) {
      throw new RunError(
        'VP720',
        'There is no step to run here: write one, such as `BOX0 = LOC(image=IMAGE, object="dog")`.',
      );
    }
    return { analysis: cells[index], environment };
  }

  async #carryOut({ cell, steps }: CellAnalysis, execution: Execution): Promise<void> {
    const { text, run } = this.#params;
    const keys = stepKeys(cell);
    const keyOf = new Map(stepsOf(cell).map(({ statement }, index) => [statement, keys[index]!]));
    const { onAsk } = this.#observer;
    const forStep = (index: number): Execution =>
      onAsk === undefined ? execution : { ...execution, models: overheard(execution.models, index, onAsk) };
    const emit = (phase: StepEvent['phase'], step: Step) => this.#observer.onStep?.({ run, phase, step });
    for (const [index, step] of steps.entries()) {
      const place = { step, index, key: keyOf.get(step.statement) ?? '', text, lines: this.#lines };
      emit('begin', begunStep(place));
      const outcome = await executeStep(step, place.key, forStep(index));
      const ended = endedStep(place, outcome, this.#services.remember);
      this.#steps.push(ended);
      emit('end', ended);
      await outcome.saved;
      this.#error = ended.error;
      if (ended.error !== undefined) return;
      if (index === steps.length - 1) this.#result = outcome.result?.output;
    }
  }

  async #judge({ cell }: CellAnalysis, variables: ReadonlyMap<string, RuntimeValue>): Promise<void> {
    const results: ExpectationResult[] = [];
    for (const expectation of expectationsOf(cell.directives, this.#params.case)) {
      if (this.#result === undefined) continue;
      const { ok, got } = await judge(expectation, this.#result, variables);
      results.push({ range: rangeOf(expectation, this.#lines), expected: expectation.text, got, ok });
      if (!ok) {
        const error = new RunError('VP790', `Expected ${expectation.text}, but got ${got}.`);
        this.#error ??= errorJson(error, expectation, this.#lines);
      }
    }
    this.#expectations = results;
  }
}

/** Of a case its own, else all of `@expect`. */
function expectationsOf(directives: readonly Directive[], number: number | undefined): readonly Expectation[] {
  if (number === undefined) return directives.flatMap(each => (each.kind === 'Expect' ? [each.expectation] : []));
  const expectation = caseOf(directives, number)?.expectation;
  return expectation === undefined ? [] : [expectation];
}
