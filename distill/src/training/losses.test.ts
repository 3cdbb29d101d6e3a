import { GraphBuilder, newestOpset, writeModel } from '@vprog/onnx';
import { openSession, type RawTensor } from '@vprog/runtime/session';
import { describe, expect, test } from 'vitest';
import { differentiate } from '../autodiff/differentiate.ts';
import { Ops } from '../autodiff/ops.ts';
import { probe } from '../autodiff/probe.ts';
import { randomNumbers } from '../random.ts';
import { binaryDivergence, klDivergence, smoothL1, squaredDistance } from './losses.ts';

interface Case {
  readonly name: string;
  readonly loss: (ops: Ops, value: string, target: string) => string;
  /** The same in plain numbers, of rows of four. */
  readonly formula: (value: readonly number[], target: readonly number[]) => number;
  /** Makes a number between -2 and 2 one that a target may be. */
  readonly target?: (value: number) => number;
  /** A value that agrees with a target. */
  readonly agreeing: (target: number) => number;
  /** float64 unless ONNX Runtime has no such kernel. */
  readonly type?: 'float32';
}

const rows = (values: readonly number[]) => [values.slice(0, 4), values.slice(4)];
const softmax = (logits: readonly number[], temperature: number): number[] => {
  const powers = logits.map(value => Math.exp(value / temperature));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map(value => value / sum);
};
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const cases: readonly Case[] = [
  ...[1, 2].map(
    (temperature): Case => ({
      name: `KL at temperature ${temperature}`,
      loss: (ops, value, target) => klDivergence(ops, value, target, temperature, 2),
      formula: (value, target) => {
        const [p, q] = [rows(target), rows(value)].map(all => all.map(row => softmax(row, temperature))) as [
          number[][],
          number[][],
        ];
        const divergence = sum(p.map((row, i) => sum(row.map((one, j) => one * Math.log(one / q[i]![j]!)))));
        return (temperature ** 2 * divergence) / 2;
      },
      agreeing: target => target,
    }),
  ),
  {
    name: 'binary divergence',
    loss: (ops, value, target) => binaryDivergence(ops, value, target, 0.5, 4),
    formula: (value, target) =>
      sum(
        value.map((x, i) => {
          const [p, q] = [target[i]!, sigmoid(x)];
          return p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
        }),
      ) / 8,
    target: sigmoid,
    agreeing: target => Math.log(target / (1 - target)),
    type: 'float32',
  },
  {
    name: 'smooth L1',
    loss: (ops, value, target) => smoothL1(ops, value, target, 2, 0.5, 4),
    formula: (value, target) =>
      sum(
        value.map((x, i) => {
          const distance = Math.abs(x - target[i]!);
          return distance < 0.5 ? distance * distance : distance - 0.25;
        }),
      ) / 2,
    agreeing: target => target,
  },
  {
    name: 'squared distance',
    loss: (ops, value, target) => squaredDistance(ops, value, target, 8),
    formula: (value, target) => sum(value.map((x, i) => (x - target[i]!) ** 2)) / 8,
    agreeing: target => target,
  },
];

/** The loss and its gradient by the value. */
async function built({ loss, type: narrow }: Case) {
  const type = narrow ?? 'float64';
  const tensor = (values: readonly number[]): RawTensor => ({
    type,
    dims: [2, 4],
    data: type === 'float32' ? Float32Array.from(values) : Float64Array.from(values),
  });
  const builder = new GraphBuilder();
  const [value, target] = ['value', 'target'].map(name => builder.input(name, type, [2, 4])) as [string, string];
  const made = loss(new Ops(builder, type), value, target);
  const feeds = { value: tensor(Array(8).fill(0.5)), target: tensor(Array(8).fill(0.5)) };
  const values = await probe(builder.toModel(newestOpset), feeds, openSession);
  const gradient = differentiate(builder, values, made, [value]).get(value)!;
  for (const name of [made, gradient]) builder.output(name);
  const session = await openSession(writeModel(builder.toModel(newestOpset)));
  return {
    async at(x: readonly number[], y: readonly number[]) {
      const results = await session.run({ value: tensor(x), target: tensor(y) }, [made, gradient]);
      return { loss: Number(results[made]!.data[0]), gradient: Array.from(results[gradient]!.data, Number) };
    },
    release: () => session.release(),
  };
}

describe.each(cases.map(one => [one.name, one] as const))('%s', (_, one) => {
  const random = randomNumbers(4);
  const value = Array.from({ length: 8 }, () => 4 * random() - 2);
  const digits = one.type === 'float32' ? 5 : 9;
  const target = Array.from({ length: 8 }, () => (one.target ?? Number)(4 * random() - 2));

  test('is its formula, and its gradient that of the formula', async () => {
    const graph = await built(one);
    const { loss, gradient } = await graph.at(value, target);
    expect(loss).toBeCloseTo(one.formula(value, target), digits);
    const step = 1e-6;
    for (const [index, slope] of gradient.entries()) {
      const moved = (by: number) => one.formula(value.with(index, value[index]! + by), target);
      expect(slope).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), digits - 3);
    }
    await graph.release();
  });

  test('is zero where the two agree, and so is its gradient', async () => {
    const graph = await built(one);
    const { loss, gradient } = await graph.at(target.map(one.agreeing), target);
    expect(Math.abs(loss)).toBeLessThan(10 ** -digits);
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(10 ** -digits);
    await graph.release();
  });
});

test('the binary divergence is finite for logits far out and for certain targets', async () => {
  const graph = await built(cases.find(({ name }) => name === 'binary divergence')!);
  const { loss, gradient } = await graph.at([-800, 800, 0, 50, -50, 1, 2, 3], [1, 0, 1, 0, 1, 0, 1, 0.5]);
  expect([loss, ...gradient].every(Number.isFinite)).toBe(true);
  await graph.release();
});
