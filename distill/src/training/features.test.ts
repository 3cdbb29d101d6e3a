import { checkOrder, type Graph, GraphBuilder, int } from '@vprog/onnx';
import { openSession, type RawTensors } from '@vprog/runtime/session';
import { describe, expect, test } from 'vitest';
import { probe } from '../autodiff/probe.ts';
import { foldModel } from './constants.ts';
import { splitFeatures } from './features.ts';
import { addLora } from './lora.ts';
import { type BundledName, difference, feedsOf, modelWith, noise, openPlain, read, run } from './testing/models.ts';
import { chooseWeights } from './trainable.ts';

/** Cuts, checks the parts, and runs one after the other: that must give what the whole gives. */
async function split(graph: Graph, trained: readonly string[], feeds: RawTensors) {
  const values = await probe(modelWith(graph), feeds, openPlain);
  const parts = splitFeatures(graph, trained, values);
  const { features, rest } = parts;
  checkOrder(rest);
  expect(rest.inputs.map(({ name }) => name)).toEqual(parts.values);
  let cut: RawTensors = Object.fromEntries(parts.values.map(name => [name, feeds[name]!]));
  if (features) {
    checkOrder(features);
    expect(features.outputs.map(({ name }) => name)).toEqual(parts.values);
    expect(trained.filter(name => features.initializers.has(name))).toEqual([]);
    cut = await run(modelWith(features), feeds);
  }
  expect(difference(await run(modelWith(rest), cut), await run(modelWith(graph), feeds))).toBe(0);
  return parts;
}

/** Relu before, a product that trains with a way around it, and an output beside that nothing trains for. */
function skipping(): Graph {
  const builder = new GraphBuilder('skip');
  const x = builder.input('x', 'float32', [2, 4]);
  const matrix = (name: string, seed: number) =>
    builder.initializer(name, noise([4, 4], seed).data as Float32Array, [4, 4]);
  const early = builder.op('MatMul', [x, matrix('early', 1)], {}, 'before');
  const active = builder.op('Relu', [early], {}, 'active');
  const inner = builder.op('Tanh', [active], {}, 'inner');
  const made = builder.op('MatMul', [inner, matrix('late', 2)], {}, 'product');
  const constant = builder.op('Exp', [builder.constant([1, 2, 3, 4])], {}, 'constant');
  const size = builder.op('Shape', [active], {}, 'size');
  const flat = builder.op('Reshape', [builder.op('Add', [made, active], {}, 'sum'), size], {}, 'shaped');
  builder.output(builder.op('Mul', [flat, constant], {}, 'end'), 'y');
  builder.output(builder.op('Neg', [active], {}, 'beside'));
  builder.op('Neg', [made], {}, 'idle');
  return builder.toGraph();
}

describe('a way around what trains', () => {
  const feeds = { x: noise([2, 4], 5) };

  test('is a value at the cut, and so is an output that does not change', async () => {
    const { features, rest, values } = await split(skipping(), ['late'], feeds);
    expect(values).toEqual(['active', 'inner', 'beside']);
    expect([...features!.initializers.keys()]).toEqual(['early']);
    // Neither the shape nor what is constant is a feature.
    expect(rest.nodes.map(({ outputs }) => outputs[0])).toEqual(['product', 'constant', 'sum', 'shaped', 'end', 'y']);
    expect(rest.inputs[0]).toEqual({ name: 'active', type: 'float32', dims: [2, 4] });
  });

  test('is left out with its output', async () => {
    const graph = skipping();
    const one = graph.with({ outputs: graph.outputs.slice(0, 1) });
    expect((await split(one, ['late'], feeds)).values).toEqual(['active', 'inner']);
  });

  test('starts at the input: nothing is computed once', async () => {
    const { features, values } = await split(skipping(), ['early'], feeds);
    expect([features, values]).toEqual([undefined, ['x']]);
  });

  test('an input is kept with the features where both are read', async () => {
    const builder = new GraphBuilder('both');
    const x = builder.input('x', 'float32', [2, 4]);
    const w = builder.initializer('w', noise([4], 1).data as Float32Array, [4]);
    const far = builder.op('Softmax', [x], { axis: int(-1) }, 'far');
    builder.output(builder.op('Add', [builder.op('Mul', [far, w]), x]), 'y');
    const { features, values } = await split(builder.toGraph(), ['w'], feeds);
    expect(values).toEqual(['x', 'far']);
    expect(features!.nodes).toHaveLength(1);
  });

  test('what no output depends on is refused', async () => {
    const graph = skipping();
    const values = await probe(modelWith(graph), feeds, openPlain);
    expect(() => splitFeatures(graph, ['nothing'], values)).toThrow(/no output depends on what is trained/);
  });
});

test.each<readonly [BundledName, number]>([
  ['NanoDet', 3],
  ['BlazeFace front', 2],
  ['PP-OCR recogniser', 1],
])('%s, its head trained, computes the same in two parts', async (name, count) => {
  const feeds = feedsOf(name);
  const { graph } = await foldModel(read(name), feeds, openSession);
  const head = chooseWeights(graph, { kind: 'head' }).map(one => one.name);
  const { features, rest, values } = await split(graph, head, feeds);
  expect(values).toHaveLength(count);
  expect(features!.nodes.length).toBeGreaterThan(rest.nodes.length);
  expect(features!.nodes.length + rest.nodes.length).toBe(graph.nodes.length);
});

test('with adapters, the adapted node itself is before the cut', async () => {
  const feeds = feedsOf('NanoDet');
  const { graph } = await foldModel(read('NanoDet'), feeds, openSession);
  const adapted = addLora(graph, { nodes: ['conv33'], seed: 1 });
  const trained = adapted.trainable.map(({ name }) => name);
  const { features } = await split(adapted.graph, trained, feeds);
  expect(features!.initializers.has('conv33.weight')).toBe(true);
});
