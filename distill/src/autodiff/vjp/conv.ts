import { convolutionInput, convolutionWeights } from '../convolution.ts';
import { all, type Context, type Rule, type Rules, range } from '../rule.ts';
import { readWindows } from '../window.ts';

/** The sum over everything but the channels. */
const biasGradient = ({ ops, y }: Context, dy: string): string =>
  ops.sum(dy, [0, ...range(y().dims.length - 2, 2)], false);

const convolution: Rule = all((context, dy) => {
  const { ops, x, y, has, wants, int } = context;
  const [input, weights] = [x(0), x(1)];
  const windows = readWindows(context, weights.dims.slice(2), input.dims.slice(2), y().dims.slice(2));
  const group = int('group', 1);
  const output = { name: dy, dims: y().dims };
  return [
    wants(0) ? convolutionInput(ops, output, weights, input.dims, windows, group) : undefined,
    wants(1) ? convolutionWeights(ops, input, output, weights.dims, windows, group) : undefined,
    has(2) && wants(2) ? biasGradient(context, dy) : undefined,
  ];
});

/** The transposed convolution is the convolution's gradient, so that the two change places here. */
const transposed: Rule = all((context, dy) => {
  const { ops, x, y, has, wants, int } = context;
  const [input, weights] = [x(0), x(1)];
  const windows = readWindows(context, weights.dims.slice(2), y().dims.slice(2), input.dims.slice(2));
  const group = int('group', 1);
  const { kernel, strides, dilations, before } = windows;
  // What output_padding adds at the end, or output_shape changes, shows in the sizes.
  const after = kernel.map(
    (size, axis) =>
      (input.dims[axis + 2]! - 1) * strides[axis]! +
      (size - 1) * dilations[axis]! +
      1 -
      before[axis]! -
      y().dims[axis + 2]!,
  );
  const fitted = { ...windows, after };
  const [pads, kernel_shape] = [[...before, ...after].map(count => Math.max(0, count)), kernel];
  const cut = after.map(count => Math.max(0, -count));
  const fit = (name: string) => ops.pad(name, [0, 0, ...cut.map(() => 0)], [0, 0, ...cut.map(count => -count)]);
  const dx = () => ops.op('Conv', [fit(dy), weights.name], { kernel_shape, strides, dilations, group, pads });
  const output = { name: dy, dims: y().dims };
  return [
    wants(0) ? dx() : undefined,
    wants(1) ? convolutionWeights(ops, output, input, weights.dims, fitted, group) : undefined,
    has(2) && wants(2) ? biasGradient(context, dy) : undefined,
  ];
});

export const conv: Rules = { Conv: convolution, ConvTranspose: transposed };
