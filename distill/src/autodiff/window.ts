import { type Context, Unsupported } from './rule.ts';

/** How windows of a convolution or a pooling lie on each spatial axis. */
export interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Zeros before and after each spatial axis; negative ones cut. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/**
 * Reads strides, dilations and pads, and works out those that `auto_pad` leaves open.
 * @param kernel the window's size on each spatial axis.
 * @param wide the spatial size on the side that windows lie on: the input, of a transposed convolution the output.
 * @param narrow the spatial size on the other side.
 */
export function readWindows(
  { string, ints }: Context,
  kernel: readonly number[],
  wide: readonly number[],
  narrow: readonly number[],
): Windows {
  const ones = kernel.map(() => 1);
  const strides = ints('strides') ?? ones;
  const dilations = ints('dilations') ?? ones;
  const pads = ints('pads') ?? kernel.flatMap(() => [0, 0]);
  const rank = kernel.length;
  const windows = { kernel, strides, dilations };
  const auto = string('auto_pad', 'NOTSET');
  if (auto === 'NOTSET') return { ...windows, before: pads.slice(0, rank), after: pads.slice(rank) };
  if (auto === 'VALID') return { ...windows, before: kernel.map(() => 0), after: kernel.map(() => 0) };
  if (!/^SAME_(UPPER|LOWER)$/.test(auto)) throw new Unsupported(`auto_pad is ${auto}`);
  const total = kernel.map((size, axis) =>
    Math.max(0, (narrow[axis]! - 1) * strides[axis]! + (size - 1) * dilations[axis]! + 1 - wide[axis]!),
  );
  const less = total.map(count => Math.floor(count / 2));
  const more = total.map((count, axis) => count - less[axis]!);
  return auto === 'SAME_UPPER' ? { ...windows, before: less, after: more } : { ...windows, before: more, after: less };
}
