import { dirname, resolve } from 'node:path';
import type { Device, RunParams, StepEvent, Trace } from '@vprog/runtime/protocol';
import type { CellOutline } from '@vprog/server/protocol';
import {
  CancellationTokenSource,
  type Disposable,
  EventEmitter,
  type LogOutputChannel,
  type TextDocument,
  type Uri,
  workspace,
} from 'vscode';
import { type Documents, offsetsIn } from './documents.ts';
import { apply, begin, type CellResults, finish, type PlacedProblem } from './results/results.ts';
import type { Runtime } from './runtime.ts';
import { offsetAt } from './text/offset.ts';

/** A run that is going on. */
export interface Run {
  readonly id: string;
  readonly uri: Uri;
  readonly cell: number;
  readonly cancellation: CancellationTokenSource;
}

/** A run that has ended; without a trace where not even the runtime's host could say what became of it. */
export interface Ended {
  readonly run: Run;
  readonly trace: Trace | undefined;
}

/** Starts programs, follows their steps into the documents' results, and cancels them. */
export class Runs implements Disposable {
  readonly #documents: Documents;
  readonly #runtime: Runtime;
  readonly #log: LogOutputChannel;
  readonly #active = new Set<Run>();
  readonly #changed = new EventEmitter<void>();
  readonly #ended = new EventEmitter<Ended>();
  #count = 0;
  /** A run has begun, got on, or ended. */
  readonly onDidChange = this.#changed.event;
  readonly onDidEnd = this.#ended.event;

  constructor(documents: Documents, runtime: Runtime, log: LogOutputChannel) {
    this.#documents = documents;
    this.#runtime = runtime;
    this.#log = log;
  }

  get active(): readonly Run[] {
    return [...this.#active];
  }

  /** Runs a cell on `inputs`, which win over its directives; a run of the same cell is cancelled first. */
  async start(document: TextDocument, cell: CellOutline, inputs: Readonly<Record<string, string>>): Promise<void> {
    const { uri } = document;
    this.cancel(uri, cell.index);
    const run: Run = { id: `${++this.#count}`, uri, cell: cell.index, cancellation: new CancellationTokenSource() };
    this.#active.add(run);
    this.#replace(uri, results => {
      const earlier = results.find(other => other.cell === cell.index);
      const begun = begin(earlier, cell, run.id, { ...boundPaths(document, cell), ...inputs }, offsetsIn(document));
      return [...results.filter(other => other !== earlier), begun];
    });
    const params = parameters(document, run, inputs);
    const onStep = (event: StepEvent) => this.#replace(uri, results => results.map(other => apply(other, event)));
    this.#log.info(`Run ${run.id}: cell ${run.cell} of ${uri}`);
    let trace: Trace | undefined;
    try {
      trace = await this.#runtime.run(params, onStep, run.cancellation.token);
    } finally {
      this.#end(run, trace, params.text);
    }
  }

  /** Cancels the runs of a document, or of one of its cells, or all. */
  cancel(uri?: Uri, cell?: number): void {
    for (const run of this.#active) {
      if (uri && run.uri.toString() !== uri.toString()) continue;
      if (cell !== undefined && run.cell !== cell) continue;
      run.cancellation.cancel();
    }
  }

  dispose(): void {
    this.cancel();
    this.#changed.dispose();
    this.#ended.dispose();
  }

  #end(run: Run, trace: Trace | undefined, text: string): void {
    this.#active.delete(run);
    run.cancellation.dispose();
    const problems = trace ? problemsBeside(trace, text) : [];
    this.#replace(run.uri, results => results.map(other => finish(other, run.id, trace, problems)));
    this.#log.info(`Run ${run.id}: ${trace ? outcome(trace) : 'no trace'}`);
    this.#ended.fire({ run, trace });
  }

  #replace(uri: Uri, next: (results: readonly CellResults[]) => readonly CellResults[]): void {
    this.#documents.update(uri, next);
    this.#changed.fire();
  }
}

function parameters(document: TextDocument, run: Run, inputs: Readonly<Record<string, string>>): RunParams {
  const settings = workspace.getConfiguration('vprog', document);
  return {
    run: run.id,
    text: document.getText(),
    ...(document.uri.scheme === 'file' ? { file: document.uri.fsPath } : {}),
    cell: run.cell,
    inputs,
    device: settings.get<Device>('device', 'auto'),
    cache: settings.get('cache', true),
  };
}

/** What the directives bind, as absolute paths. */
function boundPaths(document: TextDocument, cell: CellOutline): Readonly<Record<string, string>> {
  const folder = dirname(document.uri.fsPath);
  return Object.fromEntries(
    cell.inputs.flatMap(({ name, path }) => (path === undefined ? [] : [[name, resolve(folder, path)]])),
  );
}

/** The trace's error where no step has it, such as an expectation that was not met. */
function problemsBeside({ error, steps }: Trace, text: string): readonly PlacedProblem[] {
  if (!error || steps.some(step => step.error)) return [];
  const start = offsetAt(text, error.range.start);
  return [{ span: { start, end: offsetAt(text, error.range.end) }, problem: error }];
}

const outcome = ({ cancelled, error, totals }: Trace): string =>
  `${cancelled ? 'cancelled' : (error?.message ?? 'done')}, ${totals.steps} steps, ${Math.round(totals.ms)} ms`;
