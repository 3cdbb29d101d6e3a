import { sizeOf } from '@vprog/onnx';
import type { Ops } from './ops.ts';
import { range } from './rule.ts';
import type { Windows } from './window.ts';

interface Shaped {
  readonly name: string;
  readonly dims: readonly number[];
}

/**
 * The gradient of a convolution's input.
 * @param dy [N, M, ...out], the gradient of its output.
 * @param weights [M, C / group, ...kernel].
 * @param dims [N, C, ...in], the input's.
 */
export function convolutionInput(
  ops: Ops,
  dy: Shaped,
  weights: Shaped,
  dims: readonly number[],
  windows: Windows,
  group: number,
): string {
  const { kernel, strides, dilations, before, after } = windows;
  const reach = kernel.map((size, axis) => (size - 1) * dilations[axis]!);
  const rest = kernel.map((_, axis) => dims[axis + 2]! + before[axis]! + after[axis]! - reach[axis]! - 1);
  const left = rest.map((size, axis) => size - (dy.dims[axis + 2]! - 1) * strides[axis]!);
  const fits = reach.every((size, axis) => size >= before[axis]! && size + left[axis]! >= after[axis]!);
  if (strides.every(stride => stride === 1) && fits) {
    // Much faster than ONNX Runtime's transposed convolution.
    const pads = [...before, ...after].map((pad, index) => reach[index % reach.length]! - pad);
    const rotated = rotate(ops, weights, group);
    return ops.op('Conv', [dy.name, rotated], { kernel_shape: kernel, dilations, group, pads });
  }
  return ops.op('ConvTranspose', [dy.name, weights.name], {
    kernel_shape: kernel,
    strides,
    dilations,
    group,
    pads: [...before, ...after],
    output_padding: left,
  });
}

/** Weights [M, C / group, ...kernel] turned about and with channels exchanged: [C, M / group, ...kernel]. */
function rotate(ops: Ops, { name, dims }: Shaped, group: number): string {
  const [outputs, inputs, kernel] = [dims[0]! / group, dims[1]!, dims.slice(2)];
  const turned = ops.reverse(
    name,
    range(kernel.length, 2).filter(axis => dims[axis] !== 1),
  );
  if (group === 1) return ops.transpose(turned, [1, 0, ...range(kernel.length, 2)]);
  if (outputs === 1 && inputs === 1) return turned;
  const split = ops.reshape(turned, [group, outputs, inputs, ...kernel]);
  const swapped = ops.transpose(split, [0, 2, 1, ...range(kernel.length, 3)]);
  return ops.reshape(swapped, [group * inputs, outputs, ...kernel]);
}

/** Up to how many elements of the kernel a product for each beats one convolution with dy as the kernel. */
const fewTaps = 9;

/**
 * The gradient of a convolution's weights, [M, C / group, ...kernel].
 * @param x [N, C, ...in].
 * @param dy [N, M, ...out].
 */
export function convolutionWeights(
  ops: Ops,
  x: Shaped,
  dy: Shaped,
  dims: readonly number[],
  windows: Windows,
  group: number,
): string {
  const depthwise = dims[1] === 1 && dims[0] === group;
  if (depthwise || sizeOf(windows.kernel) <= fewTaps) return weightsByTap(ops, x, dy, dims, windows, group);
  return weightsByConvolution(ops, x, dy, dims, windows, group);
}

function weightsByTap(
  ops: Ops,
  x: Shaped,
  dy: Shaped,
  dims: readonly number[],
  { kernel, strides, dilations, before, after }: Windows,
  group: number,
): string {
  const [batch, outputs, inputs] = [x.dims[0]!, dims[0]! / group, dims[1]!];
  const out = dy.dims.slice(2);
  const points = sizeOf(out);
  const padded = ops.pad(x.name, [0, 0, ...before], [0, 0, ...after]);
  const axes = range(kernel.length, 2);
  const size = axes.map(axis => x.dims[axis]! + before[axis - 2]! + after[axis - 2]!);
  const tap = (index: readonly number[]): string => {
    const starts = index.map((position, axis) => position * dilations[axis]!);
    const ends = starts.map((start, axis) => start + (out[axis]! - 1) * strides[axis]! + 1);
    const whole = starts.every((start, axis) => start === 0 && ends[axis] === size[axis] && strides[axis] === 1);
    return whole ? padded : ops.slice(padded, axes, starts, ends, strides);
  };
  if (outputs === 1 && inputs === 1) {
    const taps = positions(kernel).map(index => ops.sum(ops.mul(tap(index), dy.name), [0, ...axes], false));
    return ops.reshape(
      ops.concat(
        taps.map(one => ops.reshape(one, [group, 1])),
        1,
      ),
      dims,
    );
  }
  const gradient = ops.reshape(dy.name, [batch, group, outputs, points]);
  const taps = positions(kernel).map(index => {
    const columns = ops.transpose(ops.reshape(tap(index), [batch, group, inputs, points]), [0, 1, 3, 2]);
    return ops.reshape(ops.sum(ops.matmul(gradient, columns), batch === 1 ? [] : [0]), [group * outputs, inputs, 1]);
  });
  return ops.reshape(ops.concat(taps, 2), dims);
}

/** Images become channels, channels images; strides and dilations change places. */
function weightsByConvolution(
  ops: Ops,
  x: Shaped,
  dy: Shaped,
  dims: readonly number[],
  { kernel, strides, dilations, before, after }: Windows,
  group: number,
): string {
  const rank = kernel.length;
  const [batch, channels, size] = [x.dims[0]!, x.dims[1]! / group, x.dims.slice(2)];
  const flipped = [1, 0, ...range(rank, 2)];
  const images =
    group === 1
      ? ops.transpose(x.name, flipped)
      : ops.reshape(
          ops.transpose(ops.reshape(x.name, [batch, group, channels, ...size]), [2, 1, 0, ...range(rank, 3)]),
          [channels, group * batch, ...size],
        );
  const gradient = ops.op('Conv', [images, ops.transpose(dy.name, flipped)], {
    kernel_shape: dy.dims.slice(2),
    strides: dilations,
    dilations: strides,
    group,
    pads: [...before, ...after],
  });
  // Where strides do not reach the end, windows that the convolution never had come out too.
  const axes = range(rank, 2);
  const cut = ops.slice(
    gradient,
    axes,
    axes.map(() => 0),
    kernel,
  );
  return ops.reshape(ops.transpose(cut, flipped), dims);
}

/** All positions in a box of that size, last axis fastest. */
function positions(size: readonly number[]): number[][] {
  return size.reduce<number[][]>((found, count) => found.flatMap(head => range(count).map(i => [...head, i])), [[]]);
}
