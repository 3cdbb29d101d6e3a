import { int, ints } from '@vprog/onnx';
import { type GradientCase, testGradients } from '../testing/gradients.ts';

const linear = { step: 0.5, tolerance: 1e-12 } as const;
const x = [2, 3, 4];

const cases: readonly GradientCase[] = [
  { op: 'Reshape', inputs: [x, { constant: [4, -1] }] },
  { op: 'Flatten', inputs: [x], attributes: { axis: int(2) } },
  { op: 'Squeeze', inputs: [[2, 1, 3, 1], { constant: [1] }] },
  { op: 'Squeeze', about: 'all of size one', inputs: [[2, 1, 3, 1]] },
  { op: 'Unsqueeze', inputs: [x, { constant: [0, -1] }] },
  { op: 'Expand', inputs: [[3, 1], { constant: [2, 1, 4] }] },
  { op: 'Transpose', inputs: [x] },
  { op: 'Transpose', about: 'by turns', inputs: [x], attributes: { perm: ints([1, 2, 0]) } },
  { op: 'Tile', inputs: [x, { constant: [2, 1, 3] }] },
  { op: 'Concat', inputs: [x, [2, 2, 4], [2, 1, 4]], attributes: { axis: int(-2) } },
  { op: 'Split', inputs: [[2, 6], { constant: [1, 3, 2] }], attributes: { axis: int(1) }, outputs: 3, read: [0, 1, 2] },
  {
    op: 'Split',
    about: 'of which one part is read',
    inputs: [[2, 6], { constant: [1, 3, 2] }],
    attributes: { axis: int(-1) },
    outputs: 3,
    read: [1],
  },
];

testGradients(cases.map(one => ({ ...one, ...linear })));
