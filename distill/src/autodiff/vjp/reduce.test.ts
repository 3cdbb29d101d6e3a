import { int, ints } from '@vprog/onnx';
import { type GradientCase, testGradients } from '../testing/gradients.ts';

const x = [2, 3, 4];
const byAttribute = ['Mean', 'Max', 'Min', 'L1', 'L2', 'SumSquare', 'LogSumExp'].map(kind => `Reduce${kind}`);
/** Where ONNX Runtime has no kernel for float64. */
const single = (op: string) => (/L1$/.test(op) ? ({ type: 'float32', step: 0.005 } as const) : {});

const cases: readonly GradientCase[] = [
  ...byAttribute.flatMap((op): GradientCase[] => [
    { op, about: 'all', inputs: [x], ...single(op) },
    { op, about: 'some', inputs: [x], attributes: { axes: ints([0, -1]) }, ...single(op) },
    { op, about: 'not kept', inputs: [x], attributes: { axes: ints([1]), keepdims: int(0) }, ...single(op) },
  ]),
  { op: 'ReduceSum', about: 'all', inputs: [x], attributes: { keepdims: int(0) } },
  { op: 'ReduceSum', about: 'some', inputs: [x, { constant: [0, -1] }] },
  { op: 'ReduceSum', about: 'none', inputs: [x], attributes: { noop_with_empty_axes: int(1) } },
  {
    op: 'ReduceMean',
    about: 'axes as an input',
    inputs: [x, { constant: [1] }],
    attributes: { keepdims: int(0) },
    opset: 18,
  },
];

testGradients(cases);
