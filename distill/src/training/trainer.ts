import { sizeOf, type ValueInfo } from '@vprog/onnx';
import type { RawSession, RawTensor, RawTensors, TensorArrays } from '@vprog/runtime/session';
import type { TrainingStep } from './step.ts';

/** All that training goes on from: vectors of the layout's size. */
export interface TrainingState {
  readonly parameters: Float32Array;
  /** AdamW's moments. */
  readonly first: Float32Array;
  readonly second: Float32Array;
  /** Updates made so far. */
  readonly done: number;
}

export const initialState = (parameters: Float32Array): TrainingState => ({
  parameters,
  first: new Float32Array(parameters.length),
  second: new Float32Array(parameters.length),
  done: 0,
});

/** What one run of the step gave: one row for each update. */
export interface UpdateLog {
  /** Of the first update, from 0. */
  readonly start: number;
  /** Each part of the loss. */
  readonly losses: readonly (readonly number[])[];
  /** Length of the gradient before clipping. */
  readonly norms: readonly number[];
}

/** A loss or a weight became infinite or no number: training has stopped, and the state before is the last good one. */
export class NonFinite extends Error {
  override readonly name = 'NonFinite';
  readonly state: TrainingState;
  constructor(update: number, state: TrainingState) {
    super(`The loss is no longer a number at update ${update + 1}.`);
    this.state = state;
  }
}

export interface TrainOptions {
  /** Updates in all; training goes on from `state.done`. */
  readonly updates: number;
  /** Updates made by one run of the graph. The same number gives the same weights, also after an interruption. */
  readonly perRun: number;
  /** The micro-batches of an update, from 0: as many as the step accumulates, each with every input and target. */
  readonly batch: (update: number) => readonly RawTensors[];
  /** After each run of the graph; throwing ends training. The state's vectors are written over by the run after next. */
  readonly afterRun?: (state: TrainingState, log: UpdateLog) => Promise<void>;
}

/**
 * Trains until all updates are made. Two banks of output buffers take turns, since ONNX Runtime may write an output
 * before it has read the input. Deterministic for the same session, state and batches.
 * @throws NonFinite with the last good state
 */
export async function train(
  session: RawSession,
  step: TrainingStep,
  state: TrainingState,
  { updates, perRun, batch, afterRun }: TrainOptions,
): Promise<TrainingState> {
  // The caller's state is never written into.
  let [now, next]: [Bank, Bank] = [copy(state), bank(step.layout.size)];
  let { done } = state;
  while (done < updates) {
    const count = Math.min(perRun - (done % perRun), updates - done);
    const micro = Array.from({ length: count }, (_, index) => batch(done + index)).flat();
    const feeds = { ...stack(step.data, micro), ...feedsOf(now), done: int64(done), updates: int64(count) };
    const losses = new Float32Array(count * step.parts.length);
    const norms = new Float32Array(count);
    await session.run(feeds, {
      ...fetchesOf(next),
      losses: float32([count, step.parts.length], losses),
      norms: float32([count], norms),
    });
    const log = { start: done, losses: rows(losses, step.parts.length), norms: [...norms] };
    const bad = log.losses.findIndex((row, index) => ![...row, norms[index]!].every(Number.isFinite));
    if (bad >= 0 || !allFinite(next.parameters)) throw new NonFinite(done + Math.max(bad, 0), { ...copy(now), done });
    done += count;
    [now, next] = [next, now];
    await afterRun?.({ ...now, done }, log);
  }
  return { ...copy(now), done };
}

/** A plain loop: `every` takes as long as the update of a small model. */
function allFinite(values: Float32Array): boolean {
  // Infinity less itself is no number either.
  for (let index = 0; index < values.length; index++) if (values[index]! - values[index]! !== 0) return false;
  return true;
}

type Bank = Omit<TrainingState, 'done'>;

const bank = (size: number): Bank => ({
  parameters: new Float32Array(size),
  first: new Float32Array(size),
  second: new Float32Array(size),
});

const copy = ({ parameters, first, second }: Bank): Bank => ({
  parameters: parameters.slice(),
  first: first.slice(),
  second: second.slice(),
});

const float32 = (dims: readonly number[], data: Float32Array): RawTensor => ({ type: 'float32', dims, data });
const int64 = (value: number): RawTensor => ({ type: 'int64', dims: [], data: BigInt64Array.of(BigInt(value)) });

const feedsOf = ({ parameters, first, second }: Bank): RawTensors => ({
  parameters: float32([parameters.length], parameters),
  first: float32([first.length], first),
  second: float32([second.length], second),
});

const fetchesOf = (values: Bank): RawTensors =>
  Object.fromEntries(Object.entries(feedsOf(values)).map(([name, tensor]) => [`next_${name}`, tensor]));

const rows = (values: Float32Array, size: number): number[][] =>
  Array.from({ length: values.length / size }, (_, row) => [...values.subarray(row * size, (row + 1) * size)]);

/** Each input of the micro-batches, one after the other along a new first axis. */
function stack(data: readonly ValueInfo[], micro: readonly RawTensors[]): RawTensors {
  return Object.fromEntries(
    data.map(({ name, dims }) => {
      const { type, data: first } = micro[0]![name]!;
      const size = sizeOf(dims as number[]);
      const all = new (first.constructor as new (length: number) => TensorArrays['float32'])(size * micro.length);
      for (const [index, tensors] of micro.entries()) all.set(tensors[name]!.data as Float32Array, index * size);
      return [`all_${name}`, { type, dims: [micro.length, ...(dims as number[])], data: all }];
    }),
  );
}
