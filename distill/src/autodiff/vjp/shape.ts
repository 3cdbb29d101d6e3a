import { reduceTo } from '../ops.ts';
import { all, first, fromFront, type Rules, range } from '../rule.ts';

const reshape = first(({ ops, x }, dy) => ops.reshape(dy, x().dims));

export const shape: Rules = {
  Reshape: reshape,
  Squeeze: reshape,
  Unsqueeze: reshape,
  Flatten: reshape,
  Expand: first(({ ops, x, y }, dy) => reduceTo(ops, dy, y().dims, x().dims)),
  Transpose: first(({ ops, x, ints }, dy) => {
    const perm = ints('perm') ?? range(x().dims.length).reverse();
    return ops.transpose(
      dy,
      range(perm.length).map(axis => perm.indexOf(axis)),
    );
  }),
  Tile: first(({ ops, x, y }, dy) => {
    const split = x().dims.flatMap((size, axis) => [y().dims[axis]! / size, size]);
    const repeats = x()
      .dims.map((_, axis) => 2 * axis)
      .filter(axis => split[axis] !== 1);
    return ops.reshape(ops.sum(ops.reshape(dy, split), repeats, false), x().dims);
  }),
  Concat: all(({ ops, x, y, inputs, wants, int }, dy) => {
    const [axis] = fromFront([int('axis', 0)], y().dims.length) as [number];
    let start = 0;
    return range(inputs).map(index => {
      const end = start + x(index).dims[axis]!;
      const part = wants(index) ? ops.slice(dy, [axis], [start], [end]) : undefined;
      start = end;
      return part;
    });
  }),
  Split: {
    inputs: [0],
    vjp: ({ ops, x, y, outputs, dy, int }) => {
      const [axis] = fromFront([int('axis', 0)], x().dims.length) as [number];
      return [
        ops.concat(
          range(outputs).map(index => dy(index) ?? ops.zeros(y(index).dims)),
          axis,
        ),
      ];
    },
  },
};
