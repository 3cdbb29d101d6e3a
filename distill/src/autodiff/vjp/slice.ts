import { applyTransposed, sparse } from '../along.ts';
import type { Ops } from '../ops.ts';
import { type Context, first, fromFront, type Rules, range, Unsupported } from '../rule.ts';

/** Puts `step - 1` zeros between the elements along an axis. */
function spread(ops: Ops, x: string, dims: number[], axis: number, step: number): string {
  const count = dims[axis]!;
  const split = [...dims.slice(0, axis + 1), 1, ...dims.slice(axis + 1)];
  const after = split.map((_, other) => (other === axis + 1 ? step - 1 : 0));
  const padded = ops.pad(
    ops.reshape(x, split),
    split.map(() => 0),
    after,
  );
  const longer = dims.with(axis, count * step);
  return ops.slice(ops.reshape(padded, longer), [axis], [0], [(count - 1) * step + 1]);
}

/** Puts the gradient back where the slice came from, among zeros. */
function slice({ ops, x, y, ints, fixed }: Context, dy: string): string {
  const size = x().dims;
  const starts = fixed(1) ?? ints('starts')!;
  const axes = fromFront(fixed(3) ?? ints('axes') ?? range(starts.length), size.length);
  const steps = fixed(4) ?? axes.map(() => 1);
  const dims = [...y().dims];
  if (dims.includes(0)) return ops.zeros(size);
  const [before, after] = [size.map(() => 0), size.map(() => 0)];
  let value = ops.reverse(
    dy,
    axes.filter((axis, index) => steps[index]! < 0 && dims[axis]! > 1),
  );
  for (const [index, axis] of axes.entries()) {
    const [length, count, step] = [size[axis]!, dims[axis]!, steps[index]!];
    const from = starts[index]! < 0 ? starts[index]! + length : starts[index]!;
    const start = Math.min(Math.max(from, 0), step > 0 ? length : length - 1);
    const stride = Math.abs(step);
    if (stride > 1 && count > 1) {
      value = spread(ops, value, dims, axis, stride);
      dims[axis] = (count - 1) * stride + 1;
    }
    before[axis] = step > 0 ? start : start + (count - 1) * step;
    after[axis] = length - before[axis]! - dims[axis]!;
  }
  return ops.pad(value, before, after);
}

/** The element of the input that a position outside of it shows. */
const outside: Readonly<Record<string, (index: number, size: number) => number>> = {
  edge: (index, size) => Math.min(Math.max(index, 0), size - 1),
  reflect: (index, size) => {
    const period = Math.max(1, 2 * (size - 1));
    const at = ((index % period) + period) % period;
    return at < size ? at : period - at;
  },
  wrap: (index, size) => ((index % size) + size) % size,
};

function pad({ ops, x, y, string, ints, fixed }: Context, dy: string): string {
  const [size, out] = [x().dims, y().dims];
  const rank = size.length;
  const pads = fixed(1) ?? ints('pads')!;
  const axes = fromFront(fixed(3) ?? range(rank), rank);
  const before = size.map((_, axis) => pads[axes.indexOf(axis)] ?? 0);
  const after = size.map((length, axis) => out[axis]! - length - before[axis]!);
  const mode = string('mode', 'constant');
  if (mode === 'constant') {
    const undone = (counts: readonly number[]) => counts.map(count => 0 - count);
    return ops.pad(dy, undone(before), undone(after));
  }
  const shown = outside[mode];
  if (shown === undefined) throw new Unsupported(`its mode is ${mode}`);
  const changed = range(rank).filter(axis => before[axis] !== 0 || after[axis] !== 0);
  const maps = changed.map(axis => {
    const rows = range(out[axis]!).map(index => [[shown(index - before[axis]!, size[axis]!), 1] as const]);
    return [axis, sparse(size[axis]!, rows)] as const;
  });
  return applyTransposed(ops, dy, rank, new Map(maps));
}

export const slicing: Rules = { Slice: first(slice), Pad: first(pad) };
