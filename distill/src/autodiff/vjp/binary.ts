import { reduceTo } from '../ops.ts';
import { all, type Context, type Rule, type Rules, range } from '../rule.ts';

/** Brings each wanted gradient from the broadcast shape back to its input's. */
const broadcast = (gradient: (context: Context, dy: string, index: number) => string): Rule =>
  all((context, dy) =>
    range(context.inputs).map(index =>
      context.wants(index)
        ? reduceTo(context.ops, gradient(context, dy, index), context.y().dims, context.x(index).dims)
        : undefined,
    ),
  );

/** The gradient goes to what was taken, in equal parts where several were equal. */
const selected: Rule = all((context, dy) => {
  const { ops, inputs, x, y } = context;
  if (inputs === 1) return [dy];
  const taken = range(inputs).map(index => ops.indicator(ops.equal(x(index).name, y().name)));
  const share = ops.div(
    dy,
    taken.reduce((sum, one) => ops.add(sum, one)),
  );
  return taken.map((one, index) =>
    context.wants(index) ? reduceTo(ops, ops.mul(share, one), y().dims, x(index).dims) : undefined,
  );
});

function power({ ops, x, y }: Context, dy: string, index: number, exponent: readonly number[] | undefined): string {
  const [base, power] = [x(0).name, x(1).name];
  if (index === 1) {
    // The logarithm of a base that is not positive counts as zero.
    const log = ops.log(ops.where(ops.greater(base, 0), base, 1));
    return ops.mul(dy, ops.mul(y().name, log));
  }
  if (exponent?.length === 1) {
    const value = exponent[0]!;
    if (value === 2) return ops.mul(dy, ops.mul(base, 2));
    return ops.mul(dy, ops.mul(ops.pow(base, value - 1), value));
  }
  const floating = x(1).type === ops.type ? power : ops.cast(power, ops.type);
  return ops.mul(dy, ops.mul(floating, ops.pow(base, ops.sub(floating, 1))));
}

export const binary: Rules = {
  Add: broadcast((_, dy) => dy),
  Sum: broadcast((_, dy) => dy),
  Sub: broadcast(({ ops }, dy, index) => (index === 0 ? dy : ops.neg(dy))),
  Mul: broadcast(({ ops, x }, dy, index) => ops.mul(dy, x(1 - index).name)),
  Div: broadcast(({ ops, x, y }, dy, index) => {
    const quotient = ops.div(dy, x(1).name);
    return index === 0 ? quotient : ops.neg(ops.mul(quotient, y().name));
  }),
  Pow: broadcast((context, dy, index) => {
    const exponent = context.wants(1) ? undefined : context.known(1);
    return power(context, dy, index, exponent);
  }),
  Min: selected,
  Max: selected,
  Where: {
    inputs: [1, 2],
    vjp: ({ ops, x, y, wants }, dy) => [
      undefined,
      wants(1) ? reduceTo(ops, ops.where(x(0).name, dy, 0), y().dims, x(1).dims) : undefined,
      wants(2) ? reduceTo(ops, ops.where(x(0).name, 0, dy), y().dims, x(2).dims) : undefined,
    ],
  },
};
