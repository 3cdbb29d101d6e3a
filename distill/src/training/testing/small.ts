import { GraphBuilder, newestOpset } from '@vprog/onnx';
import { openSession, type RawTensor, type RawTensors } from '@vprog/runtime/session';
import { randomNumbers } from '../../random.ts';
import { type AdamW, defaultAdamW } from '../adamw.ts';
import { squaredDistance } from '../losses.ts';
import { gather } from '../parameters.ts';
import { buildStep } from '../step.ts';
import type { Trainable } from '../trainable.ts';
import { initialState } from '../trainer.ts';

export const sizes = { batch: 4, inputs: 3, hidden: 5, outputs: 2 } as const;

export function float(dims: readonly number[], random: () => number): RawTensor {
  const count = dims.reduce((product, size) => product * size, 1);
  return { type: 'float32', dims, data: Float32Array.from({ length: count }, () => 2 * random() - 1) };
}

const trained: readonly Trainable[] = [
  { name: 'w', dims: [3, 5], decay: true, role: 'weight', rate: 1 },
  { name: 'b', dims: [5], decay: false, role: 'bias', rate: 2 },
  { name: 'v', dims: [5, 2], decay: true, role: 'weight', rate: 1 },
];

/** tanh(x w + b) v, learning `wanted` by squares. */
export async function smallStep(optimizer: Partial<AdamW>, { accumulate = 1, batch = 4 } = {}) {
  const random = randomNumbers(9);
  const builder = new GraphBuilder('small');
  const x = builder.input('x', 'float32', [batch, 3]);
  for (const { name, dims } of trained) builder.initializer(name, float(dims, random).data as Float32Array, dims);
  const hidden = builder.op('Tanh', [builder.op('Add', [builder.op('MatMul', [x, 'w']), 'b'])]);
  builder.output(builder.op('MatMul', [hidden, 'v']), 'y');
  const model = builder.toModel(newestOpset);
  const step = await buildStep(
    {
      model,
      trained,
      targets: [{ name: 'wanted', type: 'float32', dims: [batch, 2] }],
      loss: ops => ({ distance: squaredDistance(ops, 'y', 'wanted', batch * 2) }),
      optimizer: { ...defaultAdamW, rate: 0.05, warmup: 3, updates: 12, ...optimizer },
      accumulate,
    },
    { x: float([batch, 3], random), wanted: float([batch, 2], random) },
    bytes => openSession(bytes),
  );
  return { model, step, start: () => initialState(gather(model.graph, step.layout)) };
}

/** The micro-batches of an update, the same every time. */
export const batchOf =
  ({ accumulate = 1, batch = 4 } = {}) =>
  (update: number): readonly RawTensors[] => {
    const random = randomNumbers(100 + update);
    const all = Array.from({ length: accumulate * batch }, () => ({
      x: float([1, 3], random),
      wanted: float([1, 2], random),
    }));
    const joined = (rows: readonly RawTensor[], width: number): RawTensor => ({
      type: 'float32',
      dims: [batch, width],
      data: Float32Array.from(rows.flatMap(({ data }) => Array.from(data as Float32Array))),
    });
    return Array.from({ length: accumulate }, (_, index) => {
      const part = all.slice(index * batch, (index + 1) * batch);
      return {
        x: joined(
          part.map(row => row.x),
          3,
        ),
        wanted: joined(
          part.map(row => row.wanted),
          2,
        ),
      };
    });
  };
