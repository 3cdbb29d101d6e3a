import { string } from '@vprog/onnx';
import { testGradients } from '../testing/gradients.ts';

const linear = { step: 0.5, tolerance: 1e-12 } as const;
const end = 2 ** 53 - 1;

const slices: readonly (readonly [string, readonly (readonly number[])[]])[] = [
  ['the middle', [[1], [3], [1]]],
  [
    'all axes',
    [
      [1, 0, 2],
      [2, 3, end],
    ],
  ],
  ['from the end', [[-2], [-1], [-1]]],
  ['every second', [[1], [end], [2], [2]]],
  ['every third but the last', [[0], [5], [2], [3]]],
  ['backwards', [[-1], [-end], [2], [-1]]],
  [
    'every second backwards',
    [
      [4, 3],
      [0, -end],
      [2, 1],
      [-2, -2],
    ],
  ],
  ['beyond the end', [[1], [end], [0]]],
];
testGradients(
  slices.map(([about, numbers]) => ({
    op: 'Slice',
    about,
    inputs: [[2, 4, 6], ...numbers.map(constant => ({ constant }))],
    ...linear,
  })),
);

const pads: readonly (readonly [string, string, readonly number[]])[] = [
  ['zeros', 'constant', [0, 1, 2, 1, 0, 3]],
  ['cutting', 'constant', [0, -1, 0, 0, 1, -2]],
  ['edge', 'edge', [0, 1, 2, 0, 0, 3]],
  ['reflect', 'reflect', [0, 2, 1, 0, 1, 3]],
];
testGradients(
  pads.map(([about, mode, constant]) => ({
    op: 'Pad',
    about,
    inputs: [[2, 3, 4], { constant }],
    attributes: { mode: string(mode) },
    ...linear,
  })),
);
testGradients([
  {
    op: 'Pad',
    about: 'on some axes',
    inputs: [[2, 3, 4], { constant: [1, 2] }, undefined, { constant: [-1] }],
    opset: 18,
    ...linear,
  },
]);
