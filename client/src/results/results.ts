import type { Position, ProblemJson, Step, StepEvent, Trace } from '@vprog/runtime/protocol';
import type { CellOutline, StepOutline } from '@vprog/server/protocol';

/**
 * What the editor knows of a document's runs, as immutable data: each function gives the next state. Places are UTF-16
 * offsets into the newest text. A result is fresh only while the program still has a step of the same key, in the same
 * cell, with the same pictures bound by its directives; anything else is stale, never shown as current.
 */
export interface CellResults {
  /** Index of the cell in the newest outline. */
  readonly cell: number;
  /** The run whose events it takes. */
  readonly run: string;
  /** Variable name to absolute path, as the run was started. */
  readonly inputs: Readonly<Record<string, string>>;
  /** What the directives bound when the run was started, in one string. */
  readonly bound: string;
  readonly steps: readonly StepResult[];
  /** What went wrong beside the steps, such as an expectation that was not met; gone once its text is edited. */
  readonly problems: readonly PlacedProblem[];
  /** The run is going on. */
  readonly active: boolean;
  /** What was typed since the run began; empty when it has ended. */
  readonly edits: readonly Edit[];
  /** Present once the run has come to its end. */
  readonly trace?: Trace;
}

export interface StepResult {
  readonly key: string;
  /** The step's range in the newest text; absent while the text it came from is deleted. */
  readonly span?: Span;
  readonly phase: 'waiting' | 'running' | 'ended';
  /** The program no longer says what it said when this result was made. */
  readonly edited: boolean;
  /** Made with other pictures, models or settings than a run would use now. */
  readonly outdated: boolean;
  /** As the runtime sent it last; absent while waiting. */
  readonly step?: Step;
}

export interface PlacedProblem {
  readonly span: Span;
  readonly problem: ProblemJson;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `text` replaced `length` characters at `offset`. */
export interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

type OffsetAt = (position: Position) => number;

const boundBy = (cell: CellOutline): string =>
  JSON.stringify(cell.inputs.map(input => [input.name, input.path ?? null]));

/**
 * A run of `cell` begins. Results of earlier runs stay: as they are where key and pictures are the same, else stale
 * until the run reaches them.
 */
export function begin(
  earlier: CellResults | undefined,
  cell: CellOutline,
  run: string,
  inputs: Readonly<Record<string, string>>,
  offsetAt: OffsetAt,
): CellResults {
  const bound = boundBy(cell);
  const samePictures = earlier !== undefined && JSON.stringify(earlier.inputs) === JSON.stringify(inputs);
  const known = new Map(earlier?.steps.map(step => [step.key, step]));
  const steps = cell.steps.map((outline): StepResult => {
    const span = spanOf(outline, offsetAt);
    const before = known.get(outline.key);
    if (before?.step === undefined) return { key: outline.key, span, phase: 'waiting', edited: false, outdated: false };
    return { ...before, span, phase: 'ended', edited: false, outdated: before.outdated || !samePictures };
  });
  return { cell: cell.index, run, inputs, bound, steps, problems: [], active: true, edits: [] };
}

/** A step of the run has begun or ended. */
export function apply(results: CellResults, event: StepEvent): CellResults {
  if (event.run !== results.run) return results;
  const phase = event.phase === 'begin' ? 'running' : 'ended';
  const { key } = event.step;
  const steps = results.steps.map(
    (result): StepResult => (result.key === key ? { ...result, phase, outdated: false, step: event.step } : result),
  );
  return { ...results, steps };
}

/**
 * The run has ended; `trace` is absent where the runtime failed. Steps that it did not reach keep what they showed.
 * `problems` are those that belong to no step, placed in the text that was run.
 */
export function finish(
  results: CellResults,
  run: string,
  trace: Trace | undefined,
  problems: readonly PlacedProblem[],
): CellResults {
  if (run !== results.run) return results;
  const { trace: _, ...rest } = results;
  const told = new Map(trace?.steps.map(step => [step.key, step]));
  const steps = results.steps
    .map((result): StepResult => {
      const step = told.get(result.key);
      return step ? { ...result, phase: 'ended', outdated: false, step } : result;
    })
    .filter(result => result.phase === 'ended');
  const moved = results.edits.reduce<readonly PlacedProblem[]>(moveProblems, problems);
  return { ...rest, steps, problems: moved, active: false, edits: [], ...(trace ? { trace } : {}) };
}

/** Moves results with the text, makes those whose own text changed stale at once, and hides those whose text is gone. */
export function edit(all: readonly CellResults[], change: Edit): readonly CellResults[] {
  return all.map(results => ({
    ...results,
    steps: results.steps.map(step => editStep(step, change)),
    problems: moveProblems(results.problems, change),
    edits: results.active ? [...results.edits, change] : [],
  }));
}

function editStep(result: StepResult, change: Edit): StepResult {
  if (!result.span) return result;
  const moved = move(result.span, change);
  if (moved === 'deleted') {
    const { span: _, ...gone } = result;
    return { ...gone, edited: true };
  }
  return { ...result, span: moved.span, edited: result.edited || moved.touched };
}

const moveProblems = (problems: readonly PlacedProblem[], change: Edit): readonly PlacedProblem[] =>
  problems.flatMap(({ span, problem }) => {
    const moved = move(span, change);
    return moved === 'deleted' || moved.touched ? [] : [{ span: moved.span, problem }];
  });

/** Where a span is after an edit, and whether its own text was changed. Whole lines put in right before it only move it. */
function move(span: Span, { offset, length, text }: Edit): { span: Span; touched: boolean } | 'deleted' {
  const { start, end } = span;
  const delta = text.length - length;
  const removed = offset + length;
  const typedAtStart = offset === start && length === 0 && !/[\r\n]$/.test(text);
  if (removed <= start && !typedAtStart) return { span: { start: start + delta, end: end + delta }, touched: false };
  if (offset >= end) return { span, touched: false };
  if (offset > start || removed < end) {
    const touched = { start: Math.min(start, offset), end: Math.max(end + delta, offset + text.length) };
    return { span: touched, touched: true };
  }
  return text.trim() === '' ? 'deleted' : { span: { start: offset, end: offset + text.length }, touched: true };
}

/**
 * The server has read the newest text: each result that still has its step in its cell is fresh and stands there; the
 * others are stale where they are.
 */
export function reconcile(
  all: readonly CellResults[],
  cells: readonly CellOutline[],
  offsetAt: OffsetAt,
): readonly CellResults[] {
  const next: CellResults[] = [];
  for (const results of all) {
    const cell = cellOf(results, cells, offsetAt);
    if (!cell || next.some(other => other.cell === cell.index)) continue;
    const sameBound = boundBy(cell) === results.bound;
    const outlines = new Map(cell.steps.map(step => [step.key, step]));
    const steps = results.steps.map((result): StepResult => {
      const outline = outlines.get(result.key);
      if (!outline) return { ...result, edited: true };
      return { ...result, span: spanOf(outline, offsetAt), edited: !sameBound };
    });
    next.push({ ...results, cell: cell.index, steps });
  }
  return next;
}

/** The cell that holds most of the results: first by place and key together, then by key, then by place. */
function cellOf(results: CellResults, cells: readonly CellOutline[], offsetAt: OffsetAt): CellOutline | undefined {
  let best: { cell: CellOutline; score: number } | undefined;
  for (const cell of cells) {
    const keys = new Set(cell.steps.map(step => step.key));
    const range = { start: offsetAt(cell.range.start), end: offsetAt(cell.range.end) };
    let score = 0;
    for (const { key, span } of results.steps) {
      const here = span !== undefined && range.start <= span.start && span.start <= range.end;
      score += (here && keys.has(key) ? 10_000 : 0) + (keys.has(key) ? 100 : 0) + (here ? 1 : 0);
    }
    if (score > (best?.score ?? 0)) best = { cell, score };
  }
  return best?.cell;
}

/** The pictures, models or settings that the results were made with are other ones now. */
export const outdate = (results: CellResults): CellResults => ({
  ...results,
  steps: results.steps.map(step => (step.phase === 'ended' ? { ...step, outdated: true } : step)),
});

const spanOf = (step: StepOutline, offsetAt: OffsetAt): Span => ({
  start: offsetAt(step.range.start),
  end: offsetAt(step.range.end),
});

export const isStale = (result: StepResult): boolean => result.edited || result.outdated;

/** Without the result of one step. */
export const without = (results: CellResults, key: string): CellResults => ({
  ...results,
  steps: results.steps.filter(step => step.key !== key),
});
