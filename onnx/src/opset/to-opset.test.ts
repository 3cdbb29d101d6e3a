import { Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import {
  type Attributes,
  float,
  floats as floatList,
  Graph,
  GraphBuilder,
  graph as graphAttribute,
  int,
  ints,
  type Model,
  OnnxError,
  opsetOf,
  string,
  toOpset,
} from '../index.ts';
import { difference, type Feeds, floats, run } from '../testing/run.ts';

interface Case {
  readonly opset: number;
  readonly op: string;
  readonly dims: readonly number[];
  readonly attributes?: Attributes;
  readonly outputs?: number;
  /** Further inputs, constant. */
  readonly constants?: readonly (readonly [Float32Array | BigInt64Array, readonly number[]])[];
}

const cases: readonly Case[] = [
  {
    opset: 8,
    op: 'Upsample',
    dims: [1, 2, 3, 3],
    attributes: { scales: floatList([1, 1, 2, 2]), mode: string('nearest') },
  },
  {
    opset: 9,
    op: 'Upsample',
    dims: [1, 2, 3, 3],
    attributes: { mode: string('linear') },
    constants: [[Float32Array.of(1, 1, 2, 3), [4]]],
  },
  { opset: 10, op: 'Resize', dims: [1, 2, 4, 4], constants: [[Float32Array.of(1, 1, 1.5, 2), [4]]] },
  {
    opset: 8,
    op: 'BatchNormalization',
    dims: [1, 2, 3, 3],
    attributes: { spatial: int(1) },
    constants: [1, 2, 3, 4].map(v => [Float32Array.of(v, v + 0.5), [2]] as const),
  },
  {
    opset: 9,
    op: 'Slice',
    dims: [4, 5],
    attributes: { starts: ints([1, -3]), ends: ints([3, 2 ** 63 - 1]), axes: ints([0, 1]) },
  },
  { opset: 9, op: 'Slice', dims: [4, 5], attributes: { starts: ints([1]), ends: ints([3]) } },
  { opset: 9, op: 'TopK', dims: [3, 6], attributes: { k: int(2), axis: int(1) }, outputs: 2 },
  { opset: 10, op: 'Clip', dims: [3, 6], attributes: { min: float(-0.5), max: float(0.25) } },
  { opset: 10, op: 'Clip', dims: [3, 6], attributes: { max: float(0.25) } },
  { opset: 6 + 1, op: 'Clip', dims: [3, 6] },
  { opset: 10, op: 'Pad', dims: [2, 3], attributes: { pads: ints([0, 1, 2, 0]), value: float(0.5) } },
  { opset: 9, op: 'Pad', dims: [2, 3], attributes: { pads: ints([0, 1, 0, 1]), mode: string('reflect') } },
  {
    opset: 9,
    op: 'Scatter',
    dims: [2, 3],
    attributes: { axis: int(1) },
    constants: [
      [BigInt64Array.of(0n, 2n), [2, 1]],
      [Float32Array.of(7, 8), [2, 1]],
    ],
  },
  { opset: 11, op: 'Dropout', dims: [2, 3], attributes: { ratio: float(0.9) } },
  { opset: 9, op: 'Softmax', dims: [2, 3, 4] },
  { opset: 12, op: 'Softmax', dims: [2, 3, 4], attributes: { axis: int(2) } },
  { opset: 12, op: 'Softmax', dims: [2, 3, 4], attributes: { axis: int(-1) } },
  { opset: 11, op: 'LogSoftmax', dims: [2, 3, 4], attributes: { axis: int(0) } },
  { opset: 11, op: 'LogSoftmax', dims: [2, 3, 4], attributes: { axis: int(-2) } },
  { opset: 11, op: 'Hardmax', dims: [2, 3, 4], attributes: { axis: int(1) } },
  { opset: 12, op: 'ReduceSum', dims: [2, 3, 4], attributes: { axes: ints([0, -1]), keepdims: int(0) } },
  { opset: 9, op: 'ReduceSum', dims: [2, 3, 4] },
  { opset: 12, op: 'Split', dims: [2, 6], attributes: { axis: int(1), split: ints([1, 2, 3]) }, outputs: 3 },
  { opset: 12, op: 'Split', dims: [2, 6], attributes: { axis: int(1) }, outputs: 3 },
  { opset: 17, op: 'Split', dims: [2, 6], attributes: { axis: int(1) }, outputs: 2 },
  { opset: 12, op: 'Squeeze', dims: [1, 3, 1], attributes: { axes: ints([0]) } },
  { opset: 9, op: 'Squeeze', dims: [1, 3, 1] },
  { opset: 12, op: 'Unsqueeze', dims: [3, 2], attributes: { axes: ints([0, 3]) } },
  {
    opset: 15,
    op: 'RoiAlign',
    dims: [1, 1, 8, 8],
    attributes: { output_height: int(2), output_width: int(2) },
    constants: [
      [Float32Array.of(0, 1, 6, 7), [1, 4]],
      [BigInt64Array.of(0n), [1]],
    ],
  },
  ...['L1', 'L2', 'LogSumExp', 'Max', 'Mean', 'Min', 'Prod', 'SumSquare'].flatMap(name => [
    { opset: 11, op: `Reduce${name}`, dims: [2, 3, 4], attributes: { axes: ints([1]) } },
    { opset: 17, op: `Reduce${name}`, dims: [2, 3, 4], attributes: { keepdims: int(0) } },
  ]),
  { opset: 17, op: 'DFT', dims: [1, 4, 2, 1], outputs: 1 },
  {
    opset: 16,
    op: 'GridSample',
    dims: [1, 1, 3, 3],
    attributes: { mode: string('bilinear') },
    constants: [[Float32Array.of(0, 0.5, -1, 1, 0.3, 0.3, 2, 2), [1, 2, 2, 2]]],
  },
  {
    opset: 16,
    op: 'GridSample',
    dims: [1, 1, 5, 5],
    attributes: { mode: string('bicubic') },
    constants: [[Float32Array.of(0, 0.5, -1, 1, 0.3, 0.3, 2, 2), [1, 2, 2, 2]]],
  },
];

function modelOfCase({ opset, op, dims, attributes = {}, outputs = 1, constants = [] }: Case): Model {
  const builder = new GraphBuilder();
  const x = builder.input('x', 'float32', dims);
  const more = constants.map(([values, shape]) => builder.initializer('c', values, shape));
  for (const name of builder.node(op, [x, ...more], attributes, outputs)) builder.output(name);
  return builder.toModel(opset);
}

const feedsOf = ({ dims }: Case): Feeds => ({ x: floats(dims) });
const versions = (opset: number) => [opset + 1, 11, 13, 18, 20].filter(target => target > opset);

describe.each(cases.map(item => [`${item.op} of ${item.opset}`, item] as const))('%s', (_, item) => {
  test.each(versions(item.opset))('computes the same in %i', async target => {
    const model = modelOfCase(item);
    const newer = toOpset(model, target);
    expect(opsetOf(newer)).toBe(target);
    expect(newer.graph.outputs.map(({ name }) => name)).toEqual(model.graph.outputs.map(({ name }) => name));
    expect(difference(await run(newer, feedsOf(item)), await run(model, feedsOf(item)))).toBeLessThan(1e-5);
  });
});

test('a softmax over the last axis stays one node where the rank is known', () => {
  const model = modelOfCase({ opset: 9, op: 'Softmax', dims: [2, 3] });
  expect(toOpset(model).graph.nodes.map(({ opType }) => opType)).toEqual(['Softmax']);
});

test('what does not change stays the same object', () => {
  const model = modelOfCase({ opset: 13, op: 'Relu', dims: [2] });
  expect(toOpset(model).graph).toBe(model.graph);
});

test('graphs inside nodes change too', async () => {
  const branch = (axis: number) => {
    const inside = new GraphBuilder('branch', ['x']);
    inside.output(inside.op('Squeeze', ['x'], { axes: ints([axis]) }, `squeezed_${axis}`));
    return graphAttribute(inside.toGraph());
  };
  const builder = new GraphBuilder();
  builder.input('x', 'float32', [1, 1, 3]);
  const choice = builder.input('choice', 'bool', []);
  builder.output(builder.op('If', [choice], { then_branch: branch(0), else_branch: branch(1) }));
  const model = builder.toModel(11);
  for (const value of [0, 1]) {
    const feeds = { x: floats([1, 1, 3]), choice: new Tensor('bool', Uint8Array.of(value), []) };
    expect(difference(await run(toOpset(model), feeds), await run(model, feeds))).toBe(0);
  }
});

test('an old file’s weights are inputs no more', () => {
  const model = modelOfCase({ opset: 8, op: 'Add', dims: [2], constants: [[Float32Array.of(1, 2), [2]]] });
  const [weight] = [...model.graph.initializers.keys()];
  const inputs = [...model.graph.inputs, { name: weight!, type: 'float32' as const, dims: [2] }];
  expect(toOpset({ ...model, graph: model.graph.with({ inputs }) }).graph.inputs).toEqual(model.graph.inputs);
});

test.each<readonly [string, Case, RegExp]>([
  ['too old', { opset: 6, op: 'Relu', dims: [2] }, /version 6\. Export it for opset 7 or later/],
  ['too new', { opset: 21, op: 'Relu', dims: [2] }, /version 21, which cannot become 20/],
  [
    'statistics of each pixel',
    { opset: 8, op: 'BatchNormalization', dims: [1, 1], attributes: { spatial: int(0) } },
    /BatchNormalization\): it cannot be brought to version 9/,
  ],
  ['training', { opset: 9, op: 'BatchNormalization', dims: [1, 1], outputs: 5 }, /version 14: it is in training mode/],
])('%s is refused', (_, item, message) => {
  const act = () => toOpset(modelOfCase(item));
  expect(act).toThrow(OnnxError);
  expect(act).toThrow(message);
});

test('a graph of other operators stays', () => {
  const node = {
    name: '',
    opType: 'Squeeze',
    domain: 'com.example',
    inputs: ['x'],
    outputs: ['y'],
    attributes: { axes: ints([0]) },
  };
  const model = modelOfCase({ opset: 9, op: 'Relu', dims: [2] });
  const graph = new Graph({ ...model.graph, nodes: [node] });
  expect(toOpset({ ...model, graph }).graph.nodes).toEqual([node]);
});
