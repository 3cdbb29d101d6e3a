import { applyTransposed, type Matrix, sparse } from '../along.ts';
import { type Context, first, type Rules, range, Unsupported } from '../rule.ts';

interface Sampling {
  readonly mode: string;
  readonly coordinates: string;
  readonly nearest: string;
}

/** Where an output position lies in the input, as ONNX defines it for each coordinate transformation. */
function source(position: number, scale: number, size: number, out: number, coordinates: string): number {
  switch (coordinates) {
    case 'half_pixel':
      return (position + 0.5) / scale - 0.5;
    case 'pytorch_half_pixel':
      return out > 1 ? (position + 0.5) / scale - 0.5 : 0;
    case 'asymmetric':
      return position / scale;
    case 'align_corners':
      return out > 1 ? (position * (size - 1)) / (out - 1) : 0;
    default:
      throw new Unsupported(`its coordinates are ${coordinates}`);
  }
}

const rounding: Readonly<Record<string, (x: number) => number>> = {
  round_prefer_floor: x => Math.ceil(x - 0.5),
  round_prefer_ceil: x => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/** What each output element takes of the input along one axis. */
export function resizeMatrix(size: number, out: number, scale: number, sampling: Sampling): Matrix {
  const inside = (index: number) => Math.min(Math.max(index, 0), size - 1);
  const rows = range(out).map(position => {
    const x = source(position, scale, size, out, sampling.coordinates);
    if (sampling.mode === 'nearest') return [[inside(rounding[sampling.nearest]!(x)), 1] as const];
    if (sampling.mode !== 'linear') throw new Unsupported(`its mode is ${sampling.mode}`);
    const low = Math.floor(x);
    return [[inside(low), 1 - (x - low)] as const, [inside(low + 1), x - low] as const];
  });
  return sparse(size, rows);
}

function resize(context: Context, dy: string): string {
  const { ops, x, y, string, int, ints } = context;
  const [size, out] = [x().dims, y().dims];
  if (int('antialias', 0) !== 0) throw new Unsupported('it smooths while it shrinks');
  if (string('keep_aspect_ratio_policy', 'stretch') !== 'stretch') throw new Unsupported('it keeps the aspect ratio');
  const sampling = {
    mode: string('mode', 'nearest'),
    coordinates: string('coordinate_transformation_mode', 'half_pixel'),
    nearest: string('nearest_mode', 'round_prefer_floor'),
  };
  const axes = ints('axes') ?? range(size.length);
  const given = context.fixed(2);
  const scaleOf = (axis: number) => given?.[axes.indexOf(axis)] ?? out[axis]! / size[axis]!;
  const changed = range(size.length).filter(axis => size[axis] !== out[axis]);
  const repeats = changed.every(
    axis => Number.isInteger(out[axis]! / size[axis]!) && scaleOf(axis) === out[axis]! / size[axis]!,
  );
  if (sampling.mode === 'nearest' && sampling.coordinates === 'asymmetric' && sampling.nearest === 'floor' && repeats) {
    const split = size.flatMap((length, axis) => [length, out[axis]! / length]);
    const sums = changed.map(axis => 2 * axis + 1);
    return ops.reshape(ops.sum(ops.reshape(dy, split), sums, false), size);
  }
  const maps = changed.map(axis => [axis, resizeMatrix(size[axis]!, out[axis]!, scaleOf(axis), sampling)] as const);
  return applyTransposed(ops, dy, size.length, new Map(maps));
}

export const resizing: Rules = { Resize: first(resize) };
