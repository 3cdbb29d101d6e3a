import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphBuilder, type Model, newestOpset, readModel, referTo, writeModel } from '@vprog/onnx';
import { openSession } from '@vprog/runtime/session';
import { afterAll, expect, test } from 'vitest';
import { NotDifferentiable } from '../autodiff/differentiate.ts';
import { randomNumbers } from '../random.ts';
import { defaultAdamW } from './adamw.ts';
import { squaredDistance } from './losses.ts';
import { gather } from './parameters.ts';
import { buildStep } from './step.ts';
import { float } from './testing/small.ts';
import type { Trainable } from './trainable.ts';
import { initialState, train } from './trainer.ts';

const folder = mkdtempSync(join(tmpdir(), 'vprog-step-'));
afterAll(() => rmSync(folder, { recursive: true }));

const random = randomNumbers(2);
const sample = { x: float([4, 64], random), wanted: float([4, 8], random) };
const trained: readonly Trainable[] = [{ name: 'head', dims: [64, 8], decay: true, role: 'weight', rate: 1 }];

/** A frozen product, large enough to be referred to, and a head that trains. */
function modelOf(between: (builder: GraphBuilder, x: string) => string = (_, x) => x): Model {
  const builder = new GraphBuilder('frozen');
  const x = builder.input('x', 'float32', [4, 64]);
  const numbers = randomNumbers(3);
  for (const [name, dims] of [
    ['frozen', [64, 64]],
    ['head', [64, 8]],
  ] as const)
    builder.initializer(name, float(dims, numbers).data as Float32Array, dims);
  const features = builder.op('Relu', [builder.op('MatMul', [x, 'frozen'])]);
  builder.output(between(builder, builder.op('MatMul', [features, 'head'], {}, 'product')), 'y');
  return builder.toModel(newestOpset);
}

async function afterTraining(model: Model, start: Float32Array, externalData?: string) {
  const open = (bytes: Uint8Array) => openSession(bytes, { threads: 1, ...(externalData && { externalData }) });
  const step = await buildStep(
    {
      model,
      trained,
      targets: [{ name: 'wanted', type: 'float32', dims: [4, 8] }],
      loss: ops => ({ distance: squaredDistance(ops, 'y', 'wanted', 32) }),
      optimizer: { ...defaultAdamW, rate: 0.01, warmup: 0, updates: 5 },
      accumulate: 2,
    },
    sample,
    open,
  );
  const bytes = writeModel(step.model);
  const session = await open(bytes);
  const state = await train(session, step, initialState(start), {
    updates: 5,
    perRun: 2,
    batch: () => [sample, sample],
  });
  await session.release();
  return { state, bytes };
}

test('frozen weights may stay in the file that they came from', async () => {
  const file = writeModel(modelOf());
  writeFileSync(join(folder, 'original.onnx'), file);
  const inside = readModel(file);
  const outside = { ...inside, graph: referTo(inside.graph, { bytes: file, location: 'original.onnx' }) };
  expect(outside.graph.initializers.get('frozen')!.content.kind).toBe('external');
  const start = gather(inside.graph, { size: 512, parts: [{ ...trained[0]!, offset: 0 }] });
  const expected = await afterTraining(inside, start);
  const referring = await afterTraining(outside, start, folder);
  expect(referring.state).toEqual(expected.state);
  expect(expected.bytes.length - referring.bytes.length).toBeGreaterThan(64 * 64 * 4 - 1000);
});

test('what cannot be trained is refused, with the node, before anything is', async () => {
  const model = modelOf((builder, x) => builder.op('Round', [x], {}, 'rounded'));
  const attempt = afterTraining(model, new Float32Array(512));
  await expect(attempt).rejects.toThrow(NotDifferentiable);
  await expect(attempt).rejects.toThrow(/rounded/);
});
