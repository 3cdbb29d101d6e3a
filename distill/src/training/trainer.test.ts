import { writeModel } from '@vprog/onnx';
import { openSession, type RawTensors } from '@vprog/runtime/session';
import { describe, expect, test } from 'vitest';
import type { AdamW } from './adamw.ts';
import { defaultAdamW } from './adamw.ts';
import { type scatter, withParameters } from './parameters.ts';
import { batchOf, smallStep } from './testing/small.ts';
import { NonFinite, type TrainingState, train, type UpdateLog } from './trainer.ts';

interface Run {
  readonly optimizer?: Partial<AdamW>;
  readonly accumulate?: number;
  readonly batch?: number;
  readonly updates?: number;
  readonly perRun?: number;
  readonly from?: TrainingState;
  readonly batches?: (update: number) => readonly RawTensors[];
}

async function trained(run: Run = {}) {
  const { optimizer = {}, accumulate = 1, batch = 4, updates = 12, perRun = 4 } = run;
  const { step, model, start } = await smallStep(optimizer, { accumulate, batch });
  const session = await openSession(writeModel(step.model), { threads: 1 });
  const logs: UpdateLog[] = [];
  const first = run.from ?? start();
  try {
    const state = await train(session, step, first, {
      updates,
      perRun,
      batch: run.batches ?? batchOf({ accumulate, batch }),
      afterRun: async (_, log) => void logs.push(log),
    });
    return { state, logs, first, step, model };
  } finally {
    await session.release();
  }
}

const losses = (logs: readonly UpdateLog[]) => logs.flatMap(log => log.losses.map(([loss]) => loss!));
const farthest = (a: Float32Array, b: Float32Array): number =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

test('learns', async () => {
  const same = batchOf()(0);
  const { logs } = await trained({ optimizer: { updates: 200 }, updates: 200, perRun: 50, batches: () => same });
  expect(losses(logs).at(-1)!).toBeLessThan(0.3 * losses(logs)[0]!);
});

describe('gives the same bytes', () => {
  test('twice', async () => {
    expect((await trained()).state).toEqual((await trained()).state);
  });

  test('by runs of one update as by one run of all', async () => {
    const [one, all] = [await trained({ perRun: 1 }), await trained({ perRun: 12 })];
    expect(one.state).toEqual(all.state);
    expect(losses(one.logs)).toEqual(losses(all.logs));
  });

  test('stopped in between, also in the middle of a run, and gone on from there', async () => {
    const unbroken = await trained();
    for (const stop of [4, 6]) {
      const { state } = await trained({ updates: stop });
      expect(state.done).toBe(stop);
      expect((await trained({ from: state })).state).toEqual(unbroken.state);
    }
  });

  test('as before where there is nothing to do', async () => {
    const { state, first, model, step } = await trained({ updates: 0 });
    expect(state).toEqual(first);
    // Not one tensor is another object: a file written of it refers to the old one for all.
    const { initializers } = withParameters(model.graph, state.parameters, step.layout);
    for (const [name, tensor] of initializers) expect(tensor).toBe(model.graph.initializers.get(name));
  });
});

test('the state that it is given is not written to', async () => {
  const { first, state } = await trained();
  expect(first.done).toBe(0);
  expect(first.first.every(value => value === 0)).toBe(true);
  expect(state.parameters).not.toEqual(first.parameters);
});

test('two banks take turns, and what is returned is neither', async () => {
  const { step, start } = await smallStep({});
  const session = await openSession(writeModel(step.model), { threads: 1 });
  const first = start();
  const seen: TrainingState[] = [];
  const options = {
    updates: 12,
    perRun: 3,
    batch: batchOf(),
    afterRun: async (state: TrainingState) => void seen.push(state),
  };
  const end = await train(session, step, first, options);
  await session.release();
  expect(seen.map(({ done }) => done)).toEqual([3, 6, 9, 12]);
  for (const name of ['parameters', 'first', 'second'] as const) {
    const banks = seen.map(state => state[name]);
    expect(new Set(banks).size).toBe(2);
    expect([banks[2], banks[3]]).toEqual([banks[0], banks[1]]);
    expect([first[name], ...banks].some(bank => bank === end[name])).toBe(false);
  }
});

test('micro-batches that are averaged give what one batch of all does', async () => {
  const parts = await trained({ accumulate: 4, batch: 1 });
  const whole = await trained({ accumulate: 1, batch: 4 });
  expect(farthest(parts.state.parameters, whole.state.parameters)).toBeLessThan(1e-5);
  for (const [index, loss] of losses(parts.logs).entries()) expect(loss).toBeCloseTo(losses(whole.logs)[index]!, 5);
});

test.each([NaN, Infinity])('an input of %d stops training, with the last good state', async bad => {
  const usual = batchOf();
  const poisoned = (update: number): readonly RawTensors[] =>
    update < 6
      ? usual(update)
      : usual(update).map(({ x, wanted }) => ({
          x: { ...x!, data: new Float32Array(x!.data.length).fill(bad) },
          wanted: wanted!,
        }));
  const error = await trained({ batches: poisoned }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NonFinite);
  expect((error as NonFinite).message).toContain('update 7');
  const good = await trained({ updates: 4 });
  expect((error as NonFinite).state).toEqual(good.state);
});

/** AdamW as its authors write it, in float64, of one vector, from gradients by central differences. */
describe.each<readonly [string, Partial<AdamW>]>([
  ['as usual', {}],
  ['clipping everything', { clip: 0.01 }],
  ['without warm-up and decay', { warmup: 0, weightDecay: 0 }],
  ['with much decay', { weightDecay: 0.5 }],
])('AdamW %s', (_, optimizer) => {
  test('is what an independent one gives', async () => {
    const settings: AdamW = { ...defaultAdamW, rate: 0.05, warmup: 3, updates: 12, ...optimizer };
    const { state, first, step, logs } = await trained({ optimizer });
    const rates = step.layout.parts.flatMap(
      ({ dims, rate, decay }) =>
        Array(dims.reduce((a, b) => a * b, 1)).fill({ rate, decay }) as { rate: number; decay: boolean }[],
    );
    let theta = Array.from(first.parameters, Number);
    let [m, v] = [theta.map(() => 0), theta.map(() => 0)];
    const norms: number[] = [];
    for (let t = 1; t <= 12; t++) {
      const [{ x, wanted }] = batchOf()(t - 1) as [RawTensors];
      const gradient = gradientOf(theta, step.layout, x!.data as Float32Array, wanted!.data as Float32Array);
      const norm = Math.hypot(...gradient);
      norms.push(norm);
      const g = gradient.map(value => value * Math.min(1, settings.clip / (norm + 1e-6)));
      m = m.map((value, i) => settings.beta1 * value + (1 - settings.beta1) * g[i]!);
      v = v.map((value, i) => settings.beta2 * value + (1 - settings.beta2) * g[i]! ** 2);
      const warm = settings.warmup === 0 ? 1 : Math.min(1, t / settings.warmup);
      const part = Math.max(0, t - settings.warmup) / (settings.updates - settings.warmup);
      const rate = settings.rate * warm * 0.5 * (1 + Math.cos(Math.PI * part));
      theta = theta.map((value, i) => {
        const own = rate * rates[i]!.rate;
        const [mean, square] = [m[i]! / (1 - settings.beta1 ** t), v[i]! / (1 - settings.beta2 ** t)];
        const kept = value * (1 - (rates[i]!.decay ? own * settings.weightDecay : 0));
        return kept - (own * mean) / (Math.sqrt(square) + settings.epsilon);
      });
    }
    expect(farthest(state.parameters, Float32Array.from(theta))).toBeLessThan(2e-4);
    for (const [index, norm] of logs.flatMap(log => log.norms).entries()) expect(norm).toBeCloseTo(norms[index]!, 3);
  });
});

/** Of the mean square of tanh(x w + b) v - wanted, by central differences in float64. */
function gradientOf(
  theta: readonly number[],
  layout: Parameters<typeof scatter>[1],
  x: Float32Array,
  wanted: Float32Array,
): number[] {
  const loss = (at: readonly number[]): number => {
    const offsets = Object.fromEntries(layout.parts.map(({ name, offset }) => [name, offset]));
    let total = 0;
    for (let row = 0; row < 4; row++) {
      const hidden = Array.from({ length: 5 }, (_, j) => {
        const product = [0, 1, 2].reduce((sum, i) => sum + x[row * 3 + i]! * at[offsets.w! + i * 5 + j]!, 0);
        return Math.tanh(product + at[offsets.b! + j]!);
      });
      for (let k = 0; k < 2; k++) {
        const y = hidden.reduce((sum, value, j) => sum + value * at[offsets.v! + j * 2 + k]!, 0);
        total += (y - wanted[row * 2 + k]!) ** 2;
      }
    }
    return total / 8;
  };
  const step = 1e-5;
  return theta.map((value, i) => (loss(theta.with(i, value + step)) - loss(theta.with(i, value - step))) / (2 * step));
}
