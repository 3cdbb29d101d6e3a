import { type Attributes, int, ints, string } from '@vprog/onnx';
import { describe } from 'vitest';
import { type GradientCase, testGradients } from '../testing/gradients.ts';

/** Convolutions are linear in each input, so that a large step loses nothing; ONNX Runtime has them in float32 only. */
const linear = { type: 'float32', step: 0.5, tolerance: 1e-5 } as const;

type Row = readonly [about: string, x: readonly number[], weights: readonly number[], attributes: Attributes];

const pads = (...values: number[]) => ({ pads: ints(values) });
const strides = (...values: number[]) => ({ strides: ints(values) });
const dilations = (...values: number[]) => ({ dilations: ints(values) });
const group = (value: number) => ({ group: int(value) });
const auto = (value: string) => ({ auto_pad: string(value) });

const convolutions: readonly Row[] = [
  ['1x1', [2, 3, 4, 5], [4, 3, 1, 1], {}],
  ['1x1 of one picture', [1, 3, 4, 5], [4, 3, 1, 1], {}],
  ['3x3', [2, 3, 5, 6], [4, 3, 3, 3], pads(1, 1, 1, 1)],
  ['uneven pads', [1, 2, 5, 6], [3, 2, 3, 3], pads(0, 1, 2, 0)],
  ['pads beyond the kernel', [1, 1, 3, 3], [1, 1, 2, 2], pads(2, 2, 2, 2)],
  ['strides that reach the end', [1, 2, 7, 7], [3, 2, 3, 3], { ...strides(2, 2) }],
  ['strides that do not', [2, 2, 8, 9], [3, 2, 3, 3], { ...strides(2, 3), ...pads(0, 0, 1, 1) }],
  ['dilations', [1, 2, 7, 8], [3, 2, 3, 2], { ...dilations(2, 3), ...pads(2, 1, 2, 1) }],
  ['strides and dilations', [1, 2, 9, 9], [2, 2, 3, 3], { ...strides(2, 2), ...dilations(2, 2), ...pads(1, 1, 1, 1) }],
  ['groups', [2, 4, 5, 5], [6, 2, 3, 3], { ...group(2), ...pads(1, 1, 1, 1) }],
  ['groups and strides', [2, 4, 6, 6], [6, 2, 3, 3], { ...group(2), ...strides(2, 2) }],
  ['a large kernel', [2, 2, 8, 8], [3, 2, 5, 5], pads(2, 2, 2, 2)],
  ['a large kernel with strides and groups', [2, 4, 11, 9], [4, 2, 5, 4], { ...group(2), ...strides(2, 2) }],
  ['patches', [1, 3, 8, 8], [5, 3, 4, 4], { ...strides(4, 4) }],
  ['depthwise', [2, 3, 6, 6], [3, 1, 3, 3], { ...group(3), ...pads(1, 1, 1, 1) }],
  ['depthwise with strides', [2, 3, 6, 7], [3, 1, 3, 3], { ...group(3), ...strides(2, 2), ...pads(0, 0, 1, 1) }],
  ['depthwise, large', [1, 3, 9, 9], [3, 1, 5, 5], { ...group(3), ...pads(2, 2, 2, 2) }],
  ['depthwise, two outputs each', [2, 3, 5, 5], [6, 1, 3, 3], { ...group(3) }],
  ['SAME_UPPER', [1, 2, 6, 6], [2, 2, 3, 3], { ...strides(2, 2), ...auto('SAME_UPPER') }],
  ['SAME_LOWER', [1, 2, 6, 6], [2, 2, 3, 3], { ...strides(2, 2), ...auto('SAME_LOWER') }],
  ['VALID', [1, 2, 6, 6], [2, 2, 3, 3], auto('VALID')],
  ['one dimension', [2, 3, 9], [4, 3, 3], { ...strides(2), ...pads(1, 1) }],
  ['three dimensions', [1, 2, 4, 4, 4], [2, 2, 2, 2, 2], pads(1, 1, 1, 0, 0, 0)],
];

const transposed: readonly Row[] = [
  ['2x2 apart', [2, 3, 3, 4], [3, 2, 2, 2], strides(2, 2)],
  ['overlapping', [1, 3, 4, 4], [3, 2, 3, 3], { ...strides(2, 2), ...pads(1, 1, 1, 1) }],
  [
    'output_padding',
    [1, 2, 3, 3],
    [2, 2, 3, 3],
    { ...strides(2, 2), ...pads(1, 1, 1, 1), output_padding: ints([1, 1]) },
  ],
  ['groups', [2, 4, 3, 3], [4, 3, 3, 3], { ...group(2), ...strides(2, 2) }],
  ['dilations', [1, 2, 4, 4], [2, 3, 2, 2], { ...dilations(2, 2) }],
  ['a large kernel', [1, 2, 4, 4], [2, 3, 5, 5], { ...strides(2, 2), ...pads(2, 2, 2, 2) }],
  ['SAME_UPPER', [1, 2, 4, 4], [2, 3, 2, 2], { ...strides(2, 2), ...auto('SAME_UPPER') }],
  ['SAME_UPPER, overlapping', [1, 2, 4, 4], [2, 3, 3, 3], { ...strides(2, 2), ...auto('SAME_UPPER') }],
];

const rowsOf = (op: string, rows: readonly Row[], outputs: (weights: readonly number[], group: number) => number) =>
  rows.map(([about, x, weights, attributes]): GradientCase => {
    const groups = attributes.group?.kind === 'int' ? attributes.group.value : 1;
    return { op, about, inputs: [x, weights, [outputs(weights, groups)]], attributes, ...linear };
  });

describe('Conv', () => testGradients(rowsOf('Conv', convolutions, weights => weights[0]!)));
describe('ConvTranspose', () =>
  testGradients(rowsOf('ConvTranspose', transposed, (weights, groups) => weights[1]! * groups)));
