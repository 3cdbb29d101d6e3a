import { Graph, liftConstants, type Node, type Tensor, tensorOf, toOpset } from '@vprog/onnx';
import { expect, test } from 'vitest';
import { type BundledName, read } from './testing/models.ts';
import { type Choice, chooseWeights } from './trainable.ts';

const node = (opType: string, inputs: readonly string[], output: string): Node => ({
  name: output,
  opType,
  domain: '',
  inputs,
  outputs: [output],
  attributes: {},
});

const tensor = (name: string, ...dims: number[]): Tensor =>
  tensorOf(name, new Float32Array(dims.reduce((product, size) => product * size, 1)), dims);

const weights: readonly Tensor[] = [
  tensor('kernel', 2, 3, 1, 1),
  tensor('kernel_bias', 2),
  tensor('scale', 2),
  tensor('shift', 2),
  tensor('mean', 2),
  tensor('variance', 2),
  tensor('slope', 2, 1, 1),
  tensor('half', 1),
  tensor('left', 4, 4),
  tensor('mask', 4, 4),
  tensor('matrix', 4, 5),
  tensor('matrix_bias', 5),
  tensor('given', 5),
  tensor('idle', 5, 5),
  { ...tensor('doubles', 1), type: 'float64', content: { kind: 'bytes', bytes: new Uint8Array(8) } },
];

/** Conv, BatchNormalization, PRelu; a product of two values; MatMul with a bias; the first and last kernel are one. */
const graph = new Graph({
  name: 'small',
  inputs: [
    { name: 'x', type: 'float32', dims: [1, 3, 4, 4] },
    { name: 'given', type: 'float32', dims: [5] },
  ],
  nodes: [
    node('Conv', ['x', 'kernel', 'kernel_bias'], 'features'),
    node('BatchNormalization', ['features', 'scale', 'shift', 'mean', 'variance'], 'normal'),
    node('PRelu', ['normal', 'slope'], 'active'),
    node('Mul', ['active', 'half'], 'halved'),
    node('MatMul', ['left', 'halved'], 'mixed'),
    node('MatMul', ['mixed', 'active'], 'products'),
    node('Add', ['products', 'mask'], 'masked'),
    node('MatMul', ['masked', 'matrix'], 'logits_raw'),
    node('MatMul', ['masked', 'idle'], 'nobody'),
    node('Add', ['matrix_bias', 'logits_raw'], 'logits'),
    node('Add', ['logits', 'given'], 'shifted'),
    node('Conv', ['features', 'kernel'], 'again'),
  ],
  outputs: [{ name: 'shifted' }, { name: 'again' }],
  initializers: new Map(weights.map(one => [one.name, one])),
});

const names = (choice: Choice, from = graph) => chooseWeights(from, choice).map(({ name }) => name);

test('everything: weights, biases, normalisations and slopes, each once', () => {
  const all = chooseWeights(graph, { kind: 'all' });
  expect(all.map(({ name, role, decay }) => [name, role, decay])).toEqual([
    ['kernel', 'weight', true],
    ['kernel_bias', 'bias', false],
    ['scale', 'norm', false],
    ['shift', 'norm', false],
    ['slope', 'weight', false],
    ['left', 'weight', true],
    ['matrix', 'weight', true],
    ['matrix_bias', 'bias', false],
  ]);
  expect(all[0]).toEqual({ name: 'kernel', dims: [2, 3, 1, 1], decay: true, role: 'weight', rate: 1 });
});

test('the head: what no other layer follows, and as many layers before as are asked for', () => {
  expect(names({ kind: 'head' })).toEqual(['kernel', 'matrix', 'matrix_bias']);
  const alone = graph.with({ outputs: [{ name: 'shifted' }] });
  expect(names({ kind: 'head' }, alone)).toEqual(['matrix', 'matrix_bias']);
  expect(names({ kind: 'head', layers: 2 }, alone)).toEqual(['left', 'matrix', 'matrix_bias']);
  expect(names({ kind: 'head', layers: 3 }, alone)).toEqual(names({ kind: 'all' }));
});

test('the longest way to an output counts', () => {
  const side = new Graph({
    nodes: [
      node('Conv', ['x', 'kernel'], 'first'),
      node('Conv', ['first', 'left'], 'beside'),
      node('Conv', ['first', 'mask'], 'second'),
      node('Conv', ['second', 'matrix'], 'third'),
    ],
    outputs: [{ name: 'beside' }, { name: 'third' }],
    initializers: graph.initializers,
  });
  expect(names({ kind: 'head' }, side)).toEqual(['left', 'matrix']);
  expect(names({ kind: 'head', layers: 2 }, side)).toEqual(['left', 'mask', 'matrix']);
});

test('a normalisation belongs to the layer before it', () => {
  const alone = graph.with({ outputs: [{ name: 'active' }] });
  expect(names({ kind: 'head' }, alone)).toEqual(['kernel', 'kernel_bias', 'scale', 'shift', 'slope']);
});

test('normalisations alone, and weights by name', () => {
  expect(names({ kind: 'norms' })).toEqual(['scale', 'shift']);
  const named = chooseWeights(graph, { kind: 'names', names: ['matrix_bias', 'half', 'kernel'] });
  expect(named.map(({ name, role }) => [name, role])).toEqual([
    ['kernel', 'weight'],
    ['half', 'weight'],
    ['matrix_bias', 'bias'],
  ]);
});

test.each<readonly [string, Choice, RegExp]>([
  ['a value', { kind: 'names', names: ['kernel', 'logits'] }, /logits is no float32 initializer.*\. Name its weights/],
  ['an input', { kind: 'names', names: ['given'] }, /given is no float32 initializer/],
  ['another type', { kind: 'names', names: ['doubles'] }, /doubles is no float32 initializer/],
  ['what no output needs', { kind: 'names', names: ['idle'] }, /that its outputs depend on/],
  ['no names', { kind: 'names', names: [] }, /no weights are named/],
])('%s is refused', (_, choice, message) => {
  expect(() => chooseWeights(graph, choice)).toThrow(message);
});

test('a graph without weights of the kind is refused', () => {
  const plain = graph.with({ outputs: [{ name: 'again' }] });
  expect(() => chooseWeights(plain, { kind: 'norms' })).toThrow(
    'graph small: it has no scale or bias of a normalisation to train. Choose other weights, or name them.',
  );
});

// Two for each normalisation; one for each kernel and matrix, and for each bias.
test.each<readonly [BundledName, Readonly<Record<string, number>>, readonly string[]]>([
  ['BlazeFace front', { weight: 37, bias: 21 }, ['conv2d_20', 'conv2d_18', 'conv2d_19', 'conv2d_17']],
  ['BlazeFace back', { weight: 69, bias: 37 }, ['conv2d_36', 'conv2d_34', 'conv2d_35', 'conv2d_33']],
  ['NanoDet', { weight: 34, bias: 34 }, ['conv30', 'conv32', 'conv33']],
  ['selfie', { weight: 55, bias: 54 }, ['deconv']],
  ['PP-OCR recogniser', { weight: 47, bias: 41, norm: 12 }, ['linear_85']],
  ['PP-OCR classifier', { weight: 54, bias: 19, norm: 70 }, ['fc_0']],
])('%s has %j, and in its head %j', (name, roles, head) => {
  const lifted = liftConstants(toOpset(read(name)).graph);
  const counts: Record<string, number> = {};
  for (const { role } of chooseWeights(lifted, { kind: 'all' })) counts[role] = (counts[role] ?? 0) + 1;
  expect(counts).toEqual(roles);
  const found = chooseWeights(lifted, { kind: 'head' }).filter(({ role }) => role === 'weight');
  expect(found.map(one => /(conv2d_\d+|conv\d+|deconv|linear_\d+|fc_\d+)[./]/.exec(one.name)?.[1])).toEqual(head);
});
