import { GraphBuilder, newestOpset, writeModel } from '@vprog/onnx';
import { openSession } from '@vprog/runtime/session';
import { describe, expect, test } from 'vitest';
import { type AdamW, appendAdamW, defaultAdamW } from './adamw.ts';
import { type Layout, layoutOf } from './parameters.ts';
import { noise } from './testing/models.ts';
import type { Trainable } from './trainable.ts';

const tensor = (name: string, size: number, more: Partial<Trainable> = {}): Trainable => ({
  name,
  dims: [size],
  decay: true,
  role: 'weight',
  rate: 1,
  ...more,
});

const mixed = layoutOf([tensor('a', 5), tensor('b', 3, { decay: false }), tensor('c', 4, { rate: 10 })]);

interface State {
  readonly parameters: readonly number[];
  readonly first: readonly number[];
  readonly second: readonly number[];
}

/** One update, written down plainly in float64. */
function update(
  { parameters, first, second }: State,
  gradient: readonly number[],
  settings: AdamW,
  layout: Layout,
  step: number,
): State {
  const { rate, warmup, updates, weightDecay, clip, beta1, beta2, epsilon } = settings;
  const length = Math.hypot(...gradient);
  const clipped = gradient.map(slope => slope * Math.min(1, clip / length));
  const progress = Math.min(1, Math.max(0, step - warmup) / (updates - warmup));
  const now = rate * (step < warmup ? step / warmup : 1) * 0.5 * (1 + Math.cos(Math.PI * progress));
  const m = first.map((value, index) => beta1 * value + (1 - beta1) * clipped[index]!);
  const v = second.map((value, index) => beta2 * value + (1 - beta2) * clipped[index]! ** 2);
  const moved = parameters.map((value, index) => {
    const part = layout.parts.findLast(({ offset }) => offset <= index)!;
    const own = now * part.rate;
    const change = m[index]! / (1 - beta1 ** step) / (Math.sqrt(v[index]! / (1 - beta2 ** step)) + epsilon);
    return value * (1 - (part.decay ? own * weightDecay : 0)) - own * change;
  });
  return { parameters: moved, first: m, second: v };
}

/** Makes an update by the graph. */
async function stepper(settings: AdamW, layout: Layout) {
  const builder = new GraphBuilder('update');
  const dims = [layout.size];
  const [parameters, first, second, gradient] = ['parameters', 'first', 'second', 'gradient'].map(name =>
    builder.input(name, 'float32', dims),
  ) as [string, string, string, string];
  const step = builder.input('step', 'float32', []);
  const next = appendAdamW(builder, settings, layout, { parameters, first, second }, gradient, step);
  for (const name of Object.values(next)) builder.output(name);
  const session = await openSession(writeModel(builder.toModel(newestOpset)));
  const vector = (values: readonly number[]) => ({ type: 'float32', dims, data: Float32Array.from(values) }) as const;
  return {
    async update(state: State, slopes: readonly number[], number: number) {
      const results = await session.run(
        {
          parameters: vector(state.parameters),
          first: vector(state.first),
          second: vector(state.second),
          gradient: vector(slopes),
          step: { type: 'float32', dims: [], data: Float32Array.of(number) },
        },
        Object.values(next),
      );
      const values = (name: string) => Array.from(results[name]!.data, Number);
      const after: State = {
        parameters: values(next.parameters),
        first: values(next.first),
        second: values(next.second),
      };
      return { ...after, norm: values(next.norm)[0]! };
    },
    release: () => session.release(),
  };
}

const startOf = ({ size }: Layout): State => ({
  parameters: Array.from(noise([size], 1).data, Number),
  first: new Array<number>(size).fill(0),
  second: new Array<number>(size).fill(0),
});

/** Some longer than the bound, some not. */
const gradientAt = ({ size }: Layout, step: number): number[] =>
  Array.from(noise([size], 100 + step, step % 3 === 0 ? 3 : 0.2).data, Number);

const settings: AdamW = { ...defaultAdamW, rate: 0.05, warmup: 5, updates: 30, weightDecay: 0.1 };

const rows: readonly (readonly [string, AdamW, Layout])[] = [
  ['tensors that decay, do not, and learn faster', settings, mixed],
  ['one tensor', settings, layoutOf([tensor('a', 6)])],
  ['no decay at all', settings, layoutOf([tensor('a', 2, { decay: false }), tensor('b', 4, { decay: false })])],
  ['no warm-up', { ...settings, warmup: 0 }, mixed],
  ['other moments', { ...settings, beta1: 0.5, beta2: 0.9, epsilon: 1e-3, clip: 0.3 }, mixed],
];

test.each(rows)('30 updates are those of the formula: %s', async (_, options, layout) => {
  const graph = await stepper(options, layout);
  try {
    let [ours, plain] = [startOf(layout), startOf(layout)];
    for (let step = 1; step <= 30; step++) {
      const gradient = gradientAt(layout, step);
      const after = await graph.update(ours, gradient, step);
      plain = update(plain, gradient, options, layout, step);
      expect(after.norm).toBeCloseTo(Math.hypot(...gradient), 4);
      for (const name of ['parameters', 'first', 'second'] as const)
        for (const [index, value] of after[name].entries())
          expect(value, `${name} ${index} after ${step}`).toBeCloseTo(plain[name][index]!, 4);
      ours = after;
    }
    expect(
      Math.max(...ours.parameters.map((value, index) => Math.abs(value - startOf(layout).parameters[index]!))),
    ).toBeGreaterThan(0.1);
  } finally {
    await graph.release();
  }
});

describe('one update', () => {
  const once = async (options: AdamW, gradient: readonly number[], step: number, layout = mixed) => {
    const graph = await stepper(options, layout);
    try {
      return await graph.update(startOf(layout), gradient, step);
    } finally {
      await graph.release();
    }
  };
  const zero = new Array<number>(mixed.size).fill(0);

  test('with no gradient changes only what decays', async () => {
    const { parameters } = await once({ ...settings, warmup: 0, updates: 1e6 }, zero, 1);
    const shrunk = parameters.map((value, index) => value / startOf(mixed).parameters[index]!);
    for (const [index, ratio] of shrunk.entries())
      expect(ratio).toBeCloseTo(index < 5 ? 1 - 0.05 * 0.1 : index < 8 ? 1 : 1 - 0.5 * 0.1, 5);
  });

  test('at the end of the schedule moves nothing', async () => {
    const { parameters } = await once(settings, gradientAt(mixed, 3), 30);
    for (const [index, value] of parameters.entries()) expect(value).toBeCloseTo(startOf(mixed).parameters[index]!, 6);
  });

  test('of a gradient that is huge stays finite, and shortens it to the bound', async () => {
    const after = await once(
      settings,
      gradientAt(mixed, 3).map(slope => slope * 1e15),
      1,
    );
    expect(Math.hypot(...after.first) / (1 - settings.beta1)).toBeCloseTo(settings.clip, 4);
    expect([...after.parameters, ...after.second].every(Number.isFinite)).toBe(true);
  });
});
