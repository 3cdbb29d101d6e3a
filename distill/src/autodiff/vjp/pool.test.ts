import { type Attributes, int, ints, string } from '@vprog/onnx';
import { expect, test } from 'vitest';
import { gradientsOf, testGradients } from '../testing/gradients.ts';

type Row = readonly [about: string, x: readonly number[], attributes: Attributes];

const kernel = (...values: number[]) => ({ kernel_shape: ints(values) });
const strides = (...values: number[]) => ({ strides: ints(values) });
const pads = (...values: number[]) => ({ pads: ints(values) });

const windows: readonly Row[] = [
  ['apart', [2, 2, 4, 6], { ...kernel(2, 2), ...strides(2, 2) }],
  ['apart, not reaching the end', [1, 2, 5, 7], { ...kernel(2, 3), ...strides(2, 3) }],
  ['overlapping', [2, 2, 5, 6], { ...kernel(3, 3), ...strides(2, 2), ...pads(1, 1, 1, 1) }],
  ['uneven pads', [1, 2, 5, 6], { ...kernel(3, 2), ...pads(0, 1, 2, 0) }],
  ['ceil_mode', [1, 2, 6, 7], { ...kernel(3, 3), ...strides(2, 2), ceil_mode: int(1) }],
  ['SAME_UPPER', [1, 2, 5, 6], { ...kernel(3, 3), ...strides(2, 2), auto_pad: string('SAME_UPPER') }],
  ['one dimension', [2, 2, 7], { ...kernel(3), ...strides(2) }],
];

testGradients([
  ...windows.map(([about, x, attributes]) => ({ op: 'MaxPool', about, inputs: [x], attributes }) as const),
  {
    op: 'MaxPool',
    about: 'dilations',
    inputs: [[1, 2, 6, 6]],
    attributes: { ...kernel(2, 2), dilations: ints([2, 3]) },
  },
  { op: 'GlobalMaxPool', inputs: [[2, 3, 4, 5]], type: 'float32', step: 0.005 },
]);

const linear = { type: 'float32', step: 0.5, tolerance: 1e-5 } as const;
testGradients([
  ...windows.map(([about, x, attributes]) => ({ op: 'AveragePool', about, inputs: [x], attributes, ...linear })),
  ...windows.map(([about, x, attributes]) => ({
    op: 'AveragePool',
    about: `${about}, pads counted`,
    inputs: [x],
    attributes: { ...attributes, count_include_pad: int(1) },
    ...linear,
  })),
  {
    op: 'AveragePool',
    about: 'dilations',
    inputs: [[1, 2, 6, 6]],
    attributes: { ...kernel(2, 2), dilations: ints([2, 3]) },
    opset: 19,
    ...linear,
  },
  { op: 'GlobalAveragePool', inputs: [[2, 3, 4, 5]], ...linear },
]);

test.each([
  ['first of equals', [5, 5, 1, 5], [2, 2], [1, 0, 0, 0]],
  ['overlapping windows with one largest', [1, 9, 1, 1, 9, 0], [2, 3], [0, 2, 0, 0, 0, 0]],
])('MaxPool: the gradient goes to the %s', async (_, values, dims, expected) => {
  const attributes = { ...kernel(2, 2) };
  const inputs = [{ dims: [1, 1, ...dims], values }];
  const weights = dims[1] === 3 ? [1, 1] : [1];
  const result = await gradientsOf({ op: 'MaxPool', inputs, attributes }, weights);
  expect(result.gradients.get('x0')).toEqual(expected);
  await result.release();
});
