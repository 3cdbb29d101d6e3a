import { sizeOf } from '@vprog/onnx';
import { type Context, first, fromFront, type Rules, range, Unsupported } from '../rule.ts';

/** Adds up each gradient where its element came from; an element taken twice gets both. */
function gather({ ops, x, int }: Context, dy: string): string {
  const [data, indices] = [x(0), x(1)];
  const rank = data.dims.length;
  const [axis] = fromFront([int('axis', 0)], rank) as [number];
  const taken = indices.dims.length;
  // The indices' axes first, then the others.
  const rows = ops.transpose(dy, [...range(taken, axis), ...range(axis), ...range(rank - axis - 1, axis + taken)]);
  const others = data.dims.filter((_, other) => other !== axis);
  const count = sizeOf(indices.dims);
  const updates = ops.reshape(rows, [count, ...others]);
  const where = ops.reshape(ops.cast(indices.name, 'int64'), [count, 1]);
  const scattered = ops.op('ScatterND', [ops.zeros([data.dims[axis]!, ...others]), where, updates], {
    reduction: 'add',
  });
  return ops.transpose(scattered, [...range(axis, 1), 0, ...range(rank - axis - 1, axis + 1)]);
}

function gatherND({ ops, x, int }: Context, dy: string): string {
  if (int('batch_dims', 0) !== 0) throw new Unsupported('it has batch dimensions');
  return ops.op('ScatterND', [ops.zeros(x(0).dims), x(1).name, dy], { reduction: 'add' });
}

export const gathering: Rules = {
  Gather: first(gather),
  GatherND: first(gatherND),
  GatherElements: first(({ ops, x, int }, dy) =>
    ops.op('ScatterElements', [ops.zeros(x(0).dims), x(1).name, dy], { axis: int('axis', 0), reduction: 'add' }),
  ),
  TopK: first(({ ops, x, y, int }, dy) =>
    ops.op('ScatterElements', [ops.zeros(x(0).dims), y(1).name, dy], { axis: int('axis', -1) }),
  ),
};
