import { checkOrder, Graph, opsetOf } from '@vprog/onnx';
import { openSession } from '@vprog/runtime/session';
import { expect, test } from 'vitest';
import { foldModel } from './constants.ts';
import { bundled, bundledNames, difference, feedsOf, modelWith, noise, read, run } from './testing/models.ts';

test.each(bundledNames)('%s computes the same with its constants folded, by fewer nodes', async name => {
  const [model, feeds] = [read(name), feedsOf(name)];
  const folded = await foldModel(model, feeds, openSession);
  checkOrder(folded.graph);
  expect(opsetOf(folded)).toBe(20);
  expect(folded.graph.nodes.length).toBeLessThanOrEqual(model.graph.nodes.length);
  const constants = folded.graph.nodes.filter(({ opType }) => /^(Constant|ConstantOfShape|Shape|Size)$/.test(opType));
  expect(constants).toEqual([]);
  expect(folded.graph.inputs.map(({ dims }) => dims)).toEqual([bundled[name].dims]);
  expect(difference(await run(model, feeds), await run(folded, feeds))).toBeLessThan(1e-5);
});

test('what comes from sizes becomes a constant, for these sizes only', async () => {
  const node = (opType: string, inputs: string[], output: string) =>
    ({ name: output, opType, domain: '', inputs, outputs: [output], attributes: {} }) as const;
  const graph = new Graph({
    inputs: [{ name: 'x', type: 'float32', dims: ['n', 3] }],
    nodes: [
      node('Relu', ['x'], 'positive'),
      node('Shape', ['positive'], 'shape'),
      node('ConstantOfShape', ['shape'], 'zeros'),
      node('Add', ['positive', 'zeros'], 'sum'),
      node('RandomUniformLike', ['zeros'], 'noise'),
    ],
    outputs: [{ name: 'sum' }, { name: 'shape' }, { name: 'noise' }],
  });
  const feeds = { x: noise([2, 3], 1) };
  const folded = await foldModel(modelWith(graph), feeds, openSession);
  expect(folded.graph.nodes.map(({ opType }) => opType)).toEqual(['Relu', 'Add', 'RandomUniformLike']);
  expect([...folded.graph.initializers.keys()].sort()).toEqual(['shape', 'zeros']);
  expect((await run(folded, feeds)).shape!.data).toEqual(BigInt64Array.of(2n, 3n));
  await expect(run(folded, { x: noise([4, 3], 1) })).rejects.toThrow(/dimension/);
});
