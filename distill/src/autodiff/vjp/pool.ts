import { sizeOf } from '@vprog/onnx';
import { applyTransposed, sparse } from '../along.ts';
import { type Context, first, type Rules, range, Unsupported } from '../rule.ts';
import { readWindows } from '../window.ts';

/** Each gradient goes to the element that was the largest of its window, the first one where several were. */
function largest(context: Context, dy: string): string {
  const { ops, x, y, int } = context;
  if (int('storage_order', 0) !== 0) throw new Unsupported('its indices are column-major');
  const count = sizeOf(x().dims);
  // Which element that was: the same pooling again, since the one in the graph need not say.
  const indices = ops.outputs('MaxPool', [x().name], 2, poolAttributes(context))[1]!;
  const flat = [ops.zeros([count]), ops.reshape(indices, [-1]), ops.reshape(dy, [-1])];
  const windows = poolWindows(context);
  const apart = windows.kernel.every((size, axis) => (size - 1) * windows.dilations[axis]! < windows.strides[axis]!);
  const scattered = ops.op('ScatterElements', flat, { axis: 0, ...(apart ? {} : { reduction: 'add' }) });
  return y().dims.includes(0) ? ops.zeros(x().dims) : ops.reshape(scattered, x().dims);
}

function poolWindows(context: Context) {
  const { x, y, ints } = context;
  return readWindows(context, ints('kernel_shape')!, x().dims.slice(2), y().dims.slice(2));
}

function poolAttributes(context: Context) {
  const { kernel, strides, dilations, before, after } = poolWindows(context);
  const ceil_mode = context.int('ceil_mode', 0);
  return { kernel_shape: kernel, strides, dilations, pads: [...before, ...after], ceil_mode };
}

/** Each element of a window gets an equal part. */
function average(context: Context, dy: string): string {
  const { ops, x, y, int } = context;
  const { kernel, strides, dilations, before, after } = poolWindows(context);
  const [size, out] = [x().dims.slice(2), y().dims.slice(2)];
  const tiles = size.every((length, axis) => strides[axis] === kernel[axis] && out[axis]! * kernel[axis]! === length);
  if (tiles && [...before, ...dilations.map(step => step - 1)].every(value => value === 0)) {
    const apart = out.flatMap(length => [length, 1]);
    const spread = out.flatMap((length, axis) => [length, kernel[axis]!]);
    const [batch, channels] = x().dims as [number, number];
    const parts = ops.reshape(ops.mul(dy, 1 / sizeOf(kernel)), [batch, channels, ...apart]);
    return ops.reshape(ops.expand(parts, [batch, channels, ...spread]), x().dims);
  }
  const padded = int('count_include_pad', 0) === 1;
  const maps = range(size.length).map(axis => {
    const rows = range(out[axis]!).map(window => {
      const start = window * strides[axis]! - before[axis]!;
      const touched = range(kernel[axis]!).map(step => start + step * dilations[axis]!);
      const inside = touched.filter(index => index >= 0 && index < size[axis]!);
      const counted = padded ? touched.filter(index => index < size[axis]! + after[axis]!) : inside;
      return inside.map(index => [index, 1 / counted.length] as const);
    });
    return [axis + 2, sparse(size[axis]!, rows)] as const;
  });
  return applyTransposed(ops, dy, x().dims.length, new Map(maps));
}

export const pool: Rules = {
  MaxPool: first(largest),
  AveragePool: first(average),
  GlobalAveragePool: first(({ ops, x }, dy) => ops.expand(ops.mul(dy, 1 / sizeOf(x().dims.slice(2))), x().dims)),
  GlobalMaxPool: first(({ ops, x, y }, dy) => {
    const taken = ops.indicator(ops.equal(x().name, y().name));
    const ties = ops.sum(taken, range(x().dims.length - 2, 2));
    return ops.mul(taken, ops.div(dy, ties));
  }),
};
