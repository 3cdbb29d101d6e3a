import { float, int, string } from '@vprog/onnx';
import { describe, expect, test } from 'vitest';
import { type GradientCase, gradientsOf, testGradients } from '../testing/gradients.ts';

const x = [3, 4];
const positive = { between: [0.3, 2] } as const;
/** Linear on both sides of a kink that no point is near. */
const pieces = { type: 'float32', step: 0.01, between: [-5, 5] } as const;

const cases: readonly GradientCase[] = [
  { op: 'Identity', inputs: [x] },
  { op: 'Dropout', inputs: [x] },
  { op: 'Dropout', about: 'said not to train', inputs: [x, undefined, { constant: [0], dims: [], type: 'bool' }] },
  { op: 'Cast', about: 'to float32', inputs: [x], attributes: { to: int(1) }, step: 0.1, tolerance: 1e-5 },
  { op: 'Neg', inputs: [x] },
  { op: 'Exp', inputs: [x] },
  { op: 'Log', inputs: [x], ...positive },
  { op: 'Sqrt', inputs: [x], ...positive },
  { op: 'Reciprocal', inputs: [x], ...positive },
  { op: 'Abs', inputs: [x] },
  { op: 'Sin', inputs: [x] },
  { op: 'Cos', inputs: [x] },
  { op: 'Tanh', inputs: [x] },
  { op: 'Sigmoid', inputs: [x] },
  { op: 'Relu', inputs: [x] },
  { op: 'Elu', inputs: [x], attributes: { alpha: float(0.7) }, type: 'float32', step: 1e-2, tolerance: 1e-4 },
  { op: 'Softplus', inputs: [x], type: 'float32', step: 1e-2, tolerance: 1e-4 },
  { op: 'Erf', inputs: [x], type: 'float32', step: 1e-2, tolerance: 2e-4 },
  { op: 'Gelu', inputs: [x], opset: 20, type: 'float32', step: 1e-2, tolerance: 2e-4 },
  {
    op: 'Gelu',
    about: 'by tanh',
    inputs: [x],
    opset: 20,
    attributes: { approximate: string('tanh') },
    type: 'float32',
    step: 1e-2,
    tolerance: 2e-4,
  },
  { op: 'LeakyRelu', inputs: [x], attributes: { alpha: float(0.1) }, ...pieces },
  {
    op: 'PRelu',
    about: 'a slope for each channel',
    inputs: [
      [2, 3, 2],
      [3, 1],
    ],
    ...pieces,
  },
  { op: 'HardSigmoid', inputs: [x], attributes: { alpha: float(0.25) }, ...pieces },
  { op: 'HardSwish', inputs: [[5, 5]], ...pieces, tolerance: 2e-4 },
  {
    op: 'Clip',
    inputs: [x, { constant: [-1], dims: [], type: 'float64' }, { constant: [1], dims: [], type: 'float64' }],
  },
  { op: 'Clip', about: 'at one end', inputs: [x, { constant: [0], dims: [], type: 'float64' }] },
];

testGradients(cases);

describe('at a kink', () => {
  const at = (values: readonly number[]) => ({ dims: [values.length], values });
  const limit = (value: number) => ({ constant: [value], dims: [], type: 'float32' }) as const;
  const kinks: readonly (readonly [string, GradientCase, readonly number[]])[] = [
    ['Relu', { op: 'Relu', inputs: [at([-1, -0, 0, 1])] }, [0, 0, 0, 1]],
    ['LeakyRelu', { op: 'LeakyRelu', inputs: [at([-1, 0, 1])], attributes: { alpha: float(0.5) } }, [0.5, 0.5, 1]],
    ['Clip', { op: 'Clip', inputs: [at([-2, -1, 0, 1, 2]), limit(-1), limit(1)] }, [0, 1, 1, 1, 0]],
    ['HardSwish', { op: 'HardSwish', inputs: [at([-4, -3, 0, 3, 4])] }, [0, 0, 0.5, 1, 1]],
    ['HardSigmoid', { op: 'HardSigmoid', inputs: [at([-2.5, 0, 2.5])] }, [0, Math.fround(0.2), 0]],
    ['Abs', { op: 'Abs', inputs: [at([-1, 0, 1])] }, [-1, 0, 1]],
  ];
  test.each(kinks)('%s', async (_, one, expected) => {
    const result = await gradientsOf(
      { ...one, type: 'float32' },
      expected.map(() => 1),
    );
    expect(result.gradients.get('x0')!.map(value => value + 0)).toEqual(expected);
    await result.release();
  });
});
