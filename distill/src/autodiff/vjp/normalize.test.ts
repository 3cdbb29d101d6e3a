import { float, int } from '@vprog/onnx';
import { type GradientCase, testGradients } from '../testing/gradients.ts';

const statistics = [
  { constant: [0.1, -0.2, 0.3], type: 'float64' },
  { constant: [0.5, 1, 2], type: 'float64' },
] as const;

const cases: readonly GradientCase[] = [
  ...['Softmax', 'LogSoftmax'].flatMap(op => [
    { op, about: 'the last axis', inputs: [[2, 3, 4]] },
    { op, about: 'another axis', inputs: [[2, 3, 4]], attributes: { axis: int(1) } },
  ]),
  { op: 'LayerNormalization', inputs: [[2, 3, 4], [4], [4]], attributes: { epsilon: float(1e-3) } },
  { op: 'LayerNormalization', about: 'without bias', inputs: [[2, 3, 4], [4]] },
  {
    op: 'LayerNormalization',
    about: 'two axes',
    inputs: [
      [2, 3, 4],
      [3, 4],
      [3, 4],
    ],
    attributes: { axis: int(1) },
  },
  { op: 'BatchNormalization', inputs: [[2, 3, 2, 2], [3], [3], ...statistics] },
  { op: 'BatchNormalization', about: 'of vectors', inputs: [[4, 3], [3], [3], ...statistics] },
];

testGradients(cases.map(one => ({ tolerance: 1e-6, ...one })));
