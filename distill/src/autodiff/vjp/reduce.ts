import { sizeOf } from '@vprog/onnx';
import { type Context, first, fromFront, type Rule, type Rules, range } from '../rule.ts';

/** The axes that a reduction goes over, from its attribute or its input. */
function reducedAxes({ x, int, ints, fixed }: Context): number[] {
  const rank = x().dims.length;
  const axes = ints('axes') ?? fixed(1) ?? [];
  if (axes.length > 0) return fromFront(axes, rank);
  return int('noop_with_empty_axes', 0) === 1 ? [] : range(rank);
}

/** Gives the rule dy and y as they are with `keepdims`, so that they broadcast against x, and the axes. */
const reduction = (gradient: (context: Context, dy: string, y: string, axes: readonly number[]) => string): Rule =>
  first((context, dy) => {
    const { ops, x, y } = context;
    const axes = reducedAxes(context);
    const kept = x().dims.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const keep = (name: string) => (y().dims.length === kept.length ? name : ops.reshape(name, kept));
    return gradient(context, keep(dy), keep(y().name), axes);
  });

/** Where several elements are the extreme one, each gets an equal part. */
const extreme = reduction(({ ops, x }, dy, y, axes) => {
  const taken = ops.indicator(ops.equal(x().name, y));
  return ops.mul(taken, ops.div(dy, ops.sum(taken, axes)));
});

export const reduce: Rules = {
  ReduceSum: reduction(({ ops, x }, dy) => ops.expand(dy, x().dims)),
  ReduceMean: reduction(({ ops, x }, dy, _, axes) => {
    const count = sizeOf(axes.map(axis => x().dims[axis]!));
    return ops.expand(ops.mul(dy, 1 / count), x().dims);
  }),
  ReduceMax: extreme,
  ReduceMin: extreme,
  ReduceL1: reduction(({ ops, x }, dy) => ops.mul(ops.sign(x().name), dy)),
  // At zero the gradient is zero.
  ReduceL2: reduction(({ ops, x }, dy, y) => ops.mul(x().name, ops.div(dy, ops.where(ops.greater(y, 0), y, 1)))),
  ReduceSumSquare: reduction(({ ops, x }, dy) => ops.mul(x().name, ops.mul(dy, 2))),
  ReduceLogSumExp: reduction(({ ops, x }, dy, y) => ops.mul(ops.exp(ops.sub(x().name, y)), dy)),
};
