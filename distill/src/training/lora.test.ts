import {
  type Attributes,
  checkOrder,
  float,
  type Graph,
  GraphBuilder,
  int,
  ints,
  liftConstants,
  type Model,
  string,
  toOpset,
  writeModel,
} from '@vprog/onnx';
import { openSession, type RawTensors } from '@vprog/runtime/session';
import { describe, expect, test } from 'vitest';
import { differentiate } from '../autodiff/differentiate.ts';
import { Ops } from '../autodiff/ops.ts';
import { probe } from '../autodiff/probe.ts';
import { type Adapted, addLora, mergeLora } from './lora.ts';
import { type BundledName, difference, feedsOf, modelWith, noise, read, run } from './testing/models.ts';

interface Case {
  readonly about: string;
  readonly op: string;
  readonly x: readonly number[];
  readonly weight: readonly number[];
  /** Dims of a third input. */
  readonly bias?: readonly number[];
  readonly attributes?: Attributes;
}

const cases: readonly Case[] = [
  { about: 'MatMul', op: 'MatMul', x: [2, 3, 6], weight: [6, 5] },
  { about: 'MatMul of a vector', op: 'MatMul', x: [6], weight: [6, 5] },
  {
    about: 'Gemm',
    op: 'Gemm',
    x: [3, 6],
    weight: [6, 5],
    bias: [5],
    attributes: { alpha: float(0.5), beta: float(2) },
  },
  { about: 'Gemm without a bias', op: 'Gemm', x: [3, 6], weight: [6, 5] },
  {
    about: 'Gemm, its weight transposed',
    op: 'Gemm',
    x: [3, 6],
    weight: [5, 6],
    bias: [3, 5],
    attributes: { transB: int(1), alpha: float(-1.5) },
  },
  { about: 'Conv 1x1', op: 'Conv', x: [2, 3, 5, 5], weight: [4, 3, 1, 1], bias: [4] },
  {
    about: 'Conv 3x3 with strides and pads',
    op: 'Conv',
    x: [2, 3, 7, 6],
    weight: [4, 3, 3, 3],
    bias: [4],
    attributes: { kernel_shape: ints([3, 3]), strides: ints([2, 1]), pads: ints([1, 0, 1, 2]) },
  },
  {
    about: 'Conv with dilations',
    op: 'Conv',
    x: [1, 3, 9, 8],
    weight: [4, 3, 3, 2],
    attributes: { dilations: ints([2, 3]), group: int(1) },
  },
  {
    about: 'Conv with auto_pad',
    op: 'Conv',
    x: [1, 3, 7, 8],
    weight: [4, 3, 4, 3],
    bias: [4],
    attributes: { auto_pad: string('SAME_UPPER'), strides: ints([2, 2]) },
  },
  {
    about: 'Conv of one dimension',
    op: 'Conv',
    x: [2, 3, 9],
    weight: [4, 3, 3],
    bias: [4],
    attributes: { pads: ints([1, 1]) },
  },
];

/** The node between two others, so that what it reads and what reads it are values. */
function graphOf({ op, x, weight, bias, attributes }: Case): { readonly graph: Graph; readonly feeds: RawTensors } {
  const builder = new GraphBuilder('one');
  const input = builder.op('Neg', [builder.input('x', 'float32', x)]);
  const constants = [weight, ...(bias ? [bias] : [])].map((dims, index) =>
    builder.initializer(index === 0 ? 'w' : 'c', noise(dims, 10 + index).data as Float32Array, dims),
  );
  const made = builder.op(op, [input, ...constants], attributes);
  builder.output(builder.op('Neg', [made]), 'y');
  return { graph: builder.toGraph(), feeds: { x: noise(x, 1) } };
}

/** Random numbers for A and B, as training would have made. */
const trainedValues = ({ trainable }: Adapted, scale: number): ReadonlyMap<string, Float32Array> =>
  new Map(trainable.map(({ name, dims }, index) => [name, noise(dims, 20 + index, scale).data as Float32Array]));

/** The graph with A and B as inputs, and what to feed them. */
function fed({ graph, trainable }: Adapted, values: ReadonlyMap<string, Float32Array>) {
  const feeds = trainable.map(({ name, dims }) => [name, { type: 'float32', dims, data: values.get(name)! }] as const);
  const moved = graph.with({
    initializers: new Map([...graph.initializers].filter(([name]) => !values.has(name))),
    inputs: [...graph.inputs, ...feeds.map(([name, { dims }]) => ({ name, type: 'float32', dims }) as const)],
  });
  return { graph: moved, feeds: Object.fromEntries(feeds) satisfies RawTensors as RawTensors };
}

/** That a merged graph has the nodes, inputs and weights of the original, by their operators, names and sizes. */
function expectStructure(merged: Graph, original: Graph): void {
  const sizes = ({ initializers }: Graph) => [...initializers.values()].map(({ name, dims }) => [name, dims]).sort();
  expect(merged.nodes).toEqual(original.nodes);
  expect(sizes(merged)).toEqual(sizes(original));
  expect([merged.inputs, merged.outputs]).toEqual([original.inputs, original.outputs]);
}

describe.each(cases.map(one => [one.about, one] as const))('%s', (_, one) => {
  const { graph, feeds } = graphOf(one);
  const adapted = addLora(graph, { nodes: [one.op], rank: 2, alpha: 3, seed: 1 });
  const values = trainedValues(adapted, 1);

  test('gives at first what it gave', async () => {
    checkOrder(adapted.graph);
    expect(adapted.trainable.map(({ role, decay }) => [role, decay])).toEqual([
      ['adapter', true],
      ['adapter', true],
    ]);
    expect(difference(await run(modelWith(adapted.graph), feeds), await run(modelWith(graph), feeds))).toBe(0);
  });

  test('gives with its adapter what it gives merged', async () => {
    const moved = fed(adapted, values);
    const merged = mergeLora(adapted.graph, adapted.adapters, values);
    expectStructure(merged, graph);
    const before = await run(modelWith(graph), feeds);
    const after = await run(modelWith(moved.graph), { ...feeds, ...moved.feeds });
    expect(difference(after, before)).toBeGreaterThan(0.1);
    expect(difference(after, await run(modelWith(merged), feeds))).toBeLessThan(1e-5);
  });

  test('has the gradients of A and B', async () => {
    const ratios = await slopes(modelWith(adapted.graph), adapted, values, feeds, ['y'], 0.5);
    for (const ratio of ratios) expect(Math.abs(ratio - 1)).toBeLessThan(1e-4);
  });
});

/**
 * How much a loss changes where all A, and then all B, move along their gradients, in parts of what the gradients say.
 * @param step in parts of the tensors' length; a large one loses nothing where the loss is linear in A and in B.
 */
async function slopes(
  base: Model,
  adapted: Adapted,
  values: ReadonlyMap<string, Float32Array>,
  feeds: RawTensors,
  outputs: readonly string[],
  step: number,
): Promise<number[]> {
  const moved = fed(adapted, values);
  const builder = GraphBuilder.from(moved.graph, { outputs: false });
  const all = { ...feeds, ...moved.feeds };
  const shapes = await probe(builder.toModel(20, base), all, openSession);
  const ops = new Ops(builder, 'float64');
  const terms = outputs.map((name, index) => {
    const { dims } = shapes.info.get(name)!;
    const weight = builder.initializer('weight', noise(dims, 40 + index).data, dims);
    return ops.sum(
      ops.mul(ops.cast(name, 'float64'), ops.cast(weight, 'float64')),
      dims.map((_, axis) => axis),
      false,
    );
  });
  const loss = builder.op('Sum', terms);
  const known = await probe(builder.toModel(20, base), all, openSession);
  const names = adapted.trainable.map(({ name }) => name);
  const gradients = differentiate(builder, known, loss, names);
  for (const name of [loss, ...gradients.values()]) builder.output(name);
  const session = await openSession(writeModel(builder.toModel(20, base)));
  try {
    const results = await session.run(all, [...gradients.values()]);
    const lossAt = async (one: RawTensors) => Number((await session.run({ ...all, ...one }, [loss]))[loss]!.data[0]);
    const length = (vector: Float32Array) => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    const ratios: number[] = [];
    for (const side of [0, 1]) {
      let expected = 0;
      const at = (sign: number): RawTensors =>
        Object.fromEntries(
          names.flatMap((name, index) => {
            if (index % 2 !== side) return [];
            const [value, gradient] = [values.get(name)!, results[gradients.get(name)!]!.data as Float32Array];
            const factor = (sign * step * length(value)) / length(gradient);
            const data = value.map((number, i) => number + factor * gradient[i]!);
            expected += sign * gradient.reduce((sum, slope, i) => sum + slope * data[i]!, 0);
            return [[name, { ...all[name]!, data }]];
          }),
        );
      const [ahead, behind] = [at(1), at(-1)];
      ratios.push(((await lossAt(ahead)) - (await lossAt(behind))) / expected);
    }
    return ratios;
  } finally {
    await session.release();
  }
}

const real: readonly (readonly [BundledName, readonly string[], readonly string[], number])[] = [
  ['NanoDet', ['conv28', 'conv30', 'conv31', 'conv33'], ['logits', 'distribution'], 1e-3],
  ['PP-OCR recogniser', ['p2o.Conv.36', 'p2o.MatMul.20', 'p2o.MatMul.22', 'p2o.MatMul.24'], ['p2o.Add.277'], 1e-3],
];

describe.each(real)('%s with adapters at %j', (name, nodes, outputs, step) => {
  const model = toOpset(read(name));
  const graph = liftConstants(model.graph);
  const feeds = feedsOf(name);
  const adapted = addLora(graph, { nodes, seed: 5 });
  const values = trainedValues(adapted, 0.02);
  const withGraph = (other: Graph): Model => ({ ...model, graph: other });

  test('merged gives the same, and has the structure of the original', async () => {
    expect(difference(await run(withGraph(adapted.graph), feeds), await run(withGraph(graph), feeds))).toBe(0);
    const merged = mergeLora(adapted.graph, adapted.adapters, values);
    expectStructure(merged, graph);
    const moved = fed(adapted, values);
    const after = await run(withGraph(moved.graph), { ...feeds, ...moved.feeds });
    expect(difference(after, await run(withGraph(graph), feeds))).toBeGreaterThan(1e-3);
    expect(difference(after, await run(withGraph(merged), feeds))).toBeLessThan(1e-5);
  });

  test('has gradients', async () => {
    for (const ratio of await slopes(model, adapted, values, feeds, outputs, step)) {
      expect(ratio).toBeGreaterThan(0.99);
      expect(ratio).toBeLessThan(1.01);
    }
  });
});

/** Two products with one weight, the second one's output an output too. */
function sharing(): Graph {
  const builder = new GraphBuilder('shared');
  const x = builder.input('x', 'float32', [3, 4]);
  const w = builder.initializer('w', noise([4, 4], 1).data as Float32Array, [4, 4]);
  const first = builder.op('MatMul', [x, w], {}, 'first');
  builder.output(first);
  builder.output(builder.op('MatMul', [first, w], {}, 'second'));
  return builder.toGraph();
}

test.each([[['first']], [['second']], [['first', 'second']]])(
  'a weight of two nodes stays as it is for the one that is not adapted: %j',
  async nodes => {
    const adapted = addLora(sharing(), { nodes, rank: 2, seed: 1 });
    const values = trainedValues(adapted, 1);
    const merged = mergeLora(adapted.graph, adapted.adapters, values);
    expect(merged.nodes).toHaveLength(2);
    expect(merged.initializers.size).toBe(2);
    const feeds = { x: noise([3, 4], 2) };
    const moved = fed(adapted, values);
    const after = await run(modelWith(moved.graph), { ...feeds, ...moved.feeds });
    expect(difference(after, await run(modelWith(merged), feeds))).toBeLessThan(1e-5);
  },
);

test('the same seed gives the same A, another seed another', () => {
  const bytes = (seed: number) => {
    const { graph, adapters } = addLora(sharing(), { nodes: ({ opType }) => opType === 'MatMul', seed });
    return adapters.map(({ a }) => graph.initializers.get(a)!.content);
  };
  expect(bytes(1)).toEqual(bytes(1));
  expect(bytes(1)).not.toEqual(bytes(2));
  expect(bytes(1)[0]).not.toEqual(bytes(1)[1]);
});

describe('what cannot be adapted is refused, with node and reason', () => {
  const build = (make: (builder: GraphBuilder, x: string, w: string) => string) => {
    const builder = new GraphBuilder('bad');
    const x = builder.input('x', 'float32', [4, 4]);
    const made = make(builder, x, builder.initializer('w', new Float32Array(16), [4, 4]));
    builder.output(made);
    return builder.toGraph();
  };
  const grouped = (builder: GraphBuilder) =>
    builder.op(
      'Conv',
      [builder.input('image', 'float32', [1, 4, 5, 5]), builder.initializer('k', new Float32Array(4), [4, 1, 1, 1])],
      { group: int(4) },
      'node',
    );
  test.each<readonly [string, Graph, RegExp]>([
    ['groups', build(grouped), /^node node \(Conv\): it cannot have an adapter, since its channels are in 4 groups\./],
    ['transA', build((b, x, w) => b.op('Gemm', [x, w], { transA: int(1) }, 'node')), /its input is transposed/],
    ['two values', build((b, x) => b.op('MatMul', [x, x], {}, 'node')), /its second input is not a constant/],
    [
      'a weight at the left',
      build((b, x, w) => b.op('MatMul', [w, x], {}, 'node')),
      /its second input is not a constant/,
    ],
    ['another operator', build((b, x, w) => b.op('Add', [x, w], {}, 'node')), /only MatMul, Gemm and Conv can/],
    ['another name', build((b, x, w) => b.op('MatMul', [x, w], {}, 'other')), /it has no node node to adapt/],
  ])('%s', (_, graph, message) => {
    expect(() => addLora(graph, { nodes: ['node'], seed: 1 })).toThrow(message);
  });

  test('no node, no rank, no values, another graph', () => {
    const graph = sharing();
    expect(() => addLora(graph, { nodes: [], seed: 1 })).toThrow(/no node is chosen/);
    expect(() => addLora(graph, { nodes: ['first'], rank: 0, seed: 1 })).toThrow(/cannot have rank 0/);
    const adapted = addLora(graph, { nodes: ['first'], seed: 1 });
    expect(() => mergeLora(adapted.graph, adapted.adapters, new Map())).toThrow(
      /w\.lora_a: its trained values are missing/,
    );
    expect(() => mergeLora(graph, adapted.adapters, trainedValues(adapted, 1))).toThrow(/Give the graph of addLora/);
  });
});
