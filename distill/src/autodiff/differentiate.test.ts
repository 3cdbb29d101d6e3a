import { GraphBuilder, int, writeModel } from '@vprog/onnx';
import { openSession } from '@vprog/runtime/session';
import { expect, test } from 'vitest';
import { differentiate, NotDifferentiable, probe } from './index.ts';
import { rawTensor } from './testing/gradients.ts';

const feeds = { x: rawTensor([1, 2, 3], [3], 'float32') };

/** A graph over x and a weight w, whose loss sums what `build` makes of the two. */
function graphOf(build: (builder: GraphBuilder, x: string, w: string) => string) {
  const builder = new GraphBuilder();
  const x = builder.input('x', 'float32', [3]);
  const w = builder.initializer('w', Float32Array.of(0.5, -1, 2));
  const loss = builder.op('ReduceSum', [build(builder, x, w)], { keepdims: int(0) });
  return { builder, loss };
}

async function gradientOf(build: Parameters<typeof graphOf>[0], wanted = 'w') {
  const { builder, loss } = graphOf(build);
  const values = await probe(builder.toModel(17), feeds, openSession);
  const gradient = differentiate(builder, values, loss, [wanted]).get(wanted)!;
  builder.output(gradient);
  const session = await openSession(writeModel(builder.toModel(17)));
  const result = (await session.run(feeds, [gradient]))[gradient]!;
  await session.release();
  return Array.from(result.data, Number);
}

test('what is used more than once gets the sum of its gradients', async () => {
  // w x + w w: x + 2 w
  const build = (graph: GraphBuilder, x: string, w: string) =>
    graph.op('Add', [graph.op('Mul', [w, x]), graph.op('Mul', [w, w])]);
  expect(await gradientOf(build)).toEqual([2, 0, 7]);
});

test('gradients of values between and of inputs can be had as well', async () => {
  expect(await gradientOf((graph, x, w) => graph.op('Mul', [w, x]), 'x')).toEqual([0.5, -1, 2]);
  const build = (graph: GraphBuilder, x: string, w: string) =>
    graph.op('Mul', [graph.op('Add', [w, x], {}, 'between'), x]);
  expect(await gradientOf(build, 'between')).toEqual([1, 2, 3]);
});

test('nothing flows through whole numbers, while the other way still counts', async () => {
  const build = (graph: GraphBuilder, x: string, w: string) =>
    graph.op('Add', [
      graph.op('Mul', [w, x]),
      graph.op('Cast', [graph.op('Cast', [w], { to: int(7) })], { to: int(1) }),
    ]);
  expect(await gradientOf(build)).toEqual([1, 2, 3]);
});

const refused: readonly (readonly [string, Parameters<typeof graphOf>[0], RegExp])[] = [
  [
    'an operator without a gradient',
    (graph, x, w) => graph.op('CumSum', [graph.op('Mul', [w, x]), graph.constant(0, 'int64')], {}, 'sums'),
    /w .*sums.*CumSum.*has no gradient/,
  ],
  [
    'only a flat way to the loss',
    (graph, x, w) => graph.op('Mul', [graph.op('Round', [w], {}, 'rounded'), x]),
    /w .*rounded.*Round.*passes no gradient/,
  ],
  ['no way to the loss', (_, x) => x, /w .*does not depend on it/],
  [
    'a form without a gradient',
    (graph, x, w) => {
      const shape = graph.constant([1, 1, 1, 3], 'int64');
      const image = graph.op('Reshape', [graph.op('Mul', [w, x]), shape]);
      return graph.op(
        'Resize',
        [image, '', graph.constant([1, 1, 2, 2])],
        { mode: { kind: 'string', value: 'cubic' } },
        'larger',
      );
    },
    /w .*larger.*Resize.*its mode is cubic/,
  ],
];

test.each(refused)('a weight is refused that has %s', async (_, build, message) => {
  const { builder, loss } = graphOf(build);
  const values = await probe(builder.toModel(17), feeds, openSession);
  const attempt = () => differentiate(builder, values, loss, ['w']);
  expect(attempt).toThrow(NotDifferentiable);
  expect(attempt).toThrow(message);
});
