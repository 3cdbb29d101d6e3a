import { copyFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  checkOrder,
  constantPart,
  constantValues,
  cut,
  foldConstants,
  Graph,
  GraphBuilder,
  inOrder,
  liftConstants,
  loadExternal,
  type Model,
  merge,
  OnnxError,
  opsetOf,
  prefixed,
  prune,
  readModel,
  referTo,
  renamed,
  type TypedArray,
  tensorOf,
  toOpset,
  withOutputs,
  writeModel,
} from '../index.ts';
import { bytesOf, modelFiles, pathOf } from '../testing/files.ts';
import { contents, difference, digest, type Feeds, feedsFor, run } from '../testing/run.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onnx-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const withGraph = (model: Model, graph: Graph): Model => ({ ...model, graph });
const read = (name: string) => readModel(bytesOf(name), name);
const sizesOf = (name: string) => (name.includes('rec') ? [1, 160] : [1, 64, 64]);

describe.each(modelFiles)('%s', name => {
  const bytes = bytesOf(name);
  const model = readModel(bytes, name);
  const { graph } = model;
  const feeds = feedsFor(graph, sizesOf(name));
  const nodes = graph.nodes.filter(node => node.opType !== 'Constant');
  const middle = nodes[nodes.length >> 1]!.outputs[0]!;

  test('is in order, and comes back from disorder', () => {
    checkOrder(graph);
    expect(same(inOrder(graph), graph)).toBe(true);
    const shuffled = graph.with({ nodes: graph.nodes.toReversed() });
    expect(() => checkOrder(shuffled)).toThrow(/before it is made/);
    checkOrder(inOrder(shuffled));
  });

  test('knows makers and readers of each value', () => {
    for (const node of graph.nodes) {
      for (const output of node.outputs) expect(graph.producerOf(output)).toBe(node);
      for (const input of node.inputs.filter(Boolean)) expect(graph.consumersOf(input)).toContain(node);
    }
  });

  test('runs with every value as an output, and in two parts', async () => {
    const whole = await run(withOutputs(model), feeds);
    expect(Object.keys(whole)).toHaveLength(new Set(graph.nodes.flatMap(node => node.outputs)).size);

    const head = cut(graph, [middle]);
    expect(head.nodes.length).toBeLessThan(graph.nodes.length);
    expect(contents(await run(withGraph(model, head), feeds))).toEqual(contents({ [middle]: whole[middle]! }));

    const tail = cut(graph, graph.outputs, [{ name: middle, type: 'float32' }]);
    expect(tail.nodes.length).toBeLessThan(graph.nodes.length);
    const given: Feeds = Object.fromEntries(
      tail.inputs.map(input => [input.name, feeds[input.name] ?? whole[middle]!]),
    );
    const made = contents(await run(withGraph(model, tail), given));
    expect(made).toEqual(contents(Object.fromEntries(graph.outputs.map(output => [output.name, whole[output.name]!]))));
  });

  test('is small and the same when it refers to its own file', async () => {
    await copyFile(pathOf(name), join(folder, basename(pathOf(name))));
    const lifted = liftConstants(graph);
    const derived = withGraph(model, referTo(lifted, { bytes, location: basename(pathOf(name)) }));
    const path = join(folder, `${name}-derived.onnx`);
    await writeFile(path, writeModel(derived));
    expect((await stat(path)).size).toBeLessThan(bytes.length / 2);
    expect(contents(await run(path, feeds))).toEqual(contents(await run(bytes, feeds)));
    const loaded = await loadExternal(derived, folder);
    expect(digests(loaded.graph)).toEqual(digests(lifted));
  });

  test('gives the same with its constants folded', async () => {
    const lifted = liftConstants(graph);
    expect(lifted.nodes.some(node => node.opType === 'Constant')).toBe(false);
    const fixed = lifted.nodes.filter(node => node.opType === 'Shape').flatMap(node => node.outputs);
    const names = constantValues(lifted, fixed);
    const part = constantPart(lifted, fixed);
    const values = names.length > 0 ? await run(withGraph(model, part), feedsOf(part, feeds)) : {};
    const tensors = names.map(value => {
      const { data, dims } = values[value]!;
      return [value, tensorOf(value, data as TypedArray, dims)] as const;
    });
    const folded = foldConstants(lifted, new Map(tensors));
    expect(folded.nodes.some(node => node.opType === 'Shape' || node.opType === 'ConstantOfShape')).toBe(false);
    checkOrder(folded);
    expect(contents(await run(withGraph(model, folded), feeds))).toEqual(contents(await run(bytes, feeds)));
  });

  test('gives the same in the newest version', async () => {
    const newer = toOpset(model);
    expect(opsetOf(newer)).toBe(20);
    checkOrder(newer.graph);
    // Kernels of newer versions add in another order here and there.
    expect(difference(await run(newer, feeds), await run(bytes, feeds))).toBeLessThan(1e-5);
  });

  test('gives the same under other names', async () => {
    const keep = [...graph.inputs, ...graph.outputs].map(item => item.name);
    const other = prefixed(graph, 'student/', keep);
    checkOrder(other);
    expect(contents(await run(withGraph(model, other), feeds))).toEqual(contents(await run(bytes, feeds)));
  });

  test('has nothing idle, and loses what is', () => {
    const idle = graph.with({
      nodes: [
        ...graph.nodes,
        { name: '', opType: 'Relu', domain: '', inputs: [middle], outputs: ['idle'], attributes: {} },
      ],
      initializers: new Map([...graph.initializers, ['idle_weight', tensorOf('idle_weight', Float32Array.of(1))]]),
    });
    expect(same(prune(idle), prune(graph))).toBe(true);
    expect(prune(idle).initializers.has('idle_weight')).toBe(false);
  });
});

const same = (a: Graph, b: Graph) =>
  a.nodes.length === b.nodes.length && a.nodes.every((node, index) => node === b.nodes[index]);

const digests = (graph: Graph) =>
  [...graph.initializers.values()].map(({ content, ...rest }) => ({
    ...rest,
    digest: content.kind === 'bytes' && digest(content.bytes),
  }));

const feedsOf = (graph: Graph, feeds: Feeds): Feeds =>
  Object.fromEntries(graph.inputs.map(({ name }) => [name, feeds[name]!]));

test('two models side by side give what each gives', async () => {
  const [front, selfie] = [toOpset(read('blazeface_front')), toOpset(read('selfie_segmentation'))];
  const { graph, names } = merge(front.graph, selfie.graph);
  const feeds = { ...feedsFor(front.graph), ...feedsFor(selfie.graph) };
  const both = contents(await run(withGraph(front, graph), feeds));
  const mask = (await run(selfie, feedsFor(selfie.graph))).mask!;
  expect(both).toEqual({
    ...contents(await run(front, feedsFor(front.graph))),
    ...contents({ [names.get('mask')!]: mask }),
  });
});

test('a model and itself share an input, not names', async () => {
  const model = read('blazeface_front');
  const input = model.graph.inputs[0]!.name;
  const { graph, names } = merge(model.graph, model.graph, { [input]: input });
  checkOrder(graph);
  expect(graph.inputs).toHaveLength(1);
  const outputs = contents(await run(withGraph(model, graph), feedsFor(graph)));
  expect(graph.outputs).toHaveLength(8);
  for (const { name } of model.graph.outputs) expect(outputs[names.get(name)!]).toEqual(outputs[name]);
});

test('a model is fed by another', async () => {
  const model = read('selfie_segmentation');
  const after = cut(model.graph, ['mask'], [{ name: 'image', type: 'float32', dims: [1, 3, 256, 256] }]);
  const before = new Graph({
    inputs: [{ name: 'raw', type: 'float32', dims: [1, 3, 256, 256] }],
    nodes: [{ name: '', opType: 'Relu', domain: '', inputs: ['raw'], outputs: ['positive'], attributes: {} }],
  });
  const chain = merge(before, after, { image: 'positive' }).graph;
  const feeds = feedsFor(chain);
  const positive = (await run(withGraph(model, before.with({ outputs: [{ name: 'positive' }] })), feeds)).positive!;
  expect(contents(await run(withGraph(model, chain), feeds))).toEqual(contents(await run(model, { image: positive })));
});

describe('what cannot be is refused', () => {
  const { graph } = read('blazeface_front');
  const bytes = new Uint8Array(8);
  test.each<readonly [string, () => unknown, RegExp]>([
    ['a value that is not there', () => cut(graph, ['nothing']), /it has no value nothing\. Give the name/],
    [
      'an input of unknown type',
      () => cut(read('nanodet').graph, ['scores'], [read('nanodet').graph.nodes[9]!.outputs[0]!]),
      /its type is not known/,
    ],
    ['a folder above', () => referTo(graph, { bytes, location: '../face.onnx' }), /Give its bare name/],
    ['an absolute path', () => referTo(graph, { bytes, location: '/models/face.onnx' }), /Give its bare name/],
    ['a drive', () => referTo(graph, { bytes, location: 'C:face.onnx' }), /Give its bare name/],
    ['an input that nothing feeds', () => new GraphBuilder().inline(graph, {}), /nothing feeds its input/],
    ['two names that become one', () => renamed(graph, () => 'same'), /would both be same/],
    ['an output of a taken name', () => GraphBuilder.from(graph).output('x', 'input:0'), /the name is taken/],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(OnnxError);
    expect(act).toThrow(message);
  });

  test.each(['../secret', '/etc/hostname', 'a/../../b', 'C:\\x'])('data at %s is not read', async location => {
    const content = { kind: 'external', location, offset: 0, length: 4 } as const;
    const weight = { name: 'w', type: 'float32', dims: [1], content } as const;
    const model = read('blazeface_front');
    const bad = withGraph(model, model.graph.with({ initializers: new Map([['w', weight]]) }));
    await expect(loadExternal(bad, folder)).rejects.toThrow(/outside the model's folder/);
  });

  test('a cycle', () => {
    const node = (inputs: string[], outputs: string[]) => ({
      name: '',
      opType: 'Add',
      domain: '',
      inputs,
      outputs,
      attributes: {},
    });
    const cycle = new Graph({ nodes: [node(['b'], ['a']), node(['a'], ['b'])] });
    expect(() => inOrder(cycle)).toThrow(/from its own output/);
  });
});
