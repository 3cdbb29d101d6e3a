import { int } from '@vprog/onnx';
import { type GradientCase, testGradients } from '../testing/gradients.ts';

const linear = { step: 0.01, tolerance: 1e-12 } as const;

const cases: readonly GradientCase[] = [
  { op: 'Gather', about: 'rows, one twice', inputs: [[4, 3], { constant: [1, 3, 1] }] },
  { op: 'Gather', about: 'one', inputs: [[4, 3], { constant: [2], dims: [] }], attributes: { axis: int(1) } },
  { op: 'Gather', about: 'from the end', inputs: [[2, 4, 3], { constant: [-1, 0] }], attributes: { axis: int(-2) } },
  {
    op: 'Gather',
    about: 'a table',
    inputs: [[2, 4, 3], { constant: [1, 0, 2, 2], dims: [2, 2] }],
    attributes: { axis: int(1) },
  },
  {
    op: 'GatherElements',
    inputs: [[3, 3], { constant: [0, 0, 2, 1, 1, 0], dims: [2, 3] }],
    attributes: { axis: int(0) },
  },
  { op: 'GatherND', inputs: [[3, 2, 2], { constant: [2, 1, 0, 0, 2, 1], dims: [3, 2] }] },
  { op: 'TopK', inputs: [[3, 5], { constant: [2] }], attributes: { axis: int(1) }, outputs: 2 },
];

testGradients(cases.map(one => ({ ...one, ...linear })));
