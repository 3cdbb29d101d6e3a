import { type Ops, reduceTo } from '../ops.ts';
import { all, type Context, first, type Rule, type Rules, Unsupported } from '../rule.ts';

/** dx = dy f'(x), given the names of x and y. */
const pointwise = (derivative: (context: Context, x: string, y: string) => string): Rule =>
  first((context, dy) => context.ops.mul(dy, derivative(context, context.x().name, context.y().name)));

const identity: Rule = first((_, dy) => dy);

/** height exp(-power): the height goes into the exponent, which spares a pass over the elements. */
const bell = (ops: Ops, power: string, height: number): string => ops.exp(ops.sub(Math.log(height), power));

/** Φ(x) + x φ(x) of the normal distribution, or the derivative of its approximation by tanh. */
function gelu({ ops, string }: Context, x: string): string {
  const square = ops.mul(x, x);
  if (string('approximate', 'none') === 'none') {
    const cumulative = ops.mul(ops.add(ops.op('Erf', [ops.mul(x, Math.SQRT1_2)]), 1), 0.5);
    const density = bell(ops, ops.mul(square, 0.5), 1 / Math.sqrt(2 * Math.PI));
    return ops.add(cumulative, ops.mul(x, density));
  }
  const scale = Math.sqrt(2 / Math.PI);
  const cubic = 0.044715;
  const inner = ops.mul(ops.mul(x, ops.add(ops.mul(square, cubic), 1)), scale);
  const tanh = ops.op('Tanh', [inner]);
  const slope = ops.mul(ops.add(ops.mul(square, 3 * cubic), 1), scale);
  const change = ops.mul(ops.mul(x, ops.sub(1, ops.mul(tanh, tanh))), slope);
  return ops.mul(ops.add(ops.add(tanh, 1), change), 0.5);
}

/** At a kink the derivative is the one from the left, as PyTorch has it, but for Clip, whose limits count as inside. */
export const unary: Rules = {
  Identity: identity,
  Dropout: first((context, dy) => {
    if (context.has(2) && context.fixed(2)?.[0] !== 0) throw new Unsupported('it drops at random');
    return dy;
  }),
  Cast: first(({ ops, x }, dy) => ops.cast(dy, x().type as 'float32')),
  Neg: first(({ ops }, dy) => ops.neg(dy)),
  Exp: pointwise(({ ops: _ }, _x, y) => y),
  Log: first(({ ops, x }, dy) => ops.div(dy, x().name)),
  Sqrt: first(({ ops, y }, dy) => ops.div(ops.mul(dy, 0.5), y().name)),
  Reciprocal: pointwise(({ ops }, _, y) => ops.neg(ops.mul(y, y))),
  Abs: pointwise(({ ops }, x) => ops.sign(x)),
  Sin: pointwise(({ ops }, x) => ops.op('Cos', [x])),
  Cos: pointwise(({ ops }, x) => ops.neg(ops.op('Sin', [x]))),
  Tanh: pointwise(({ ops }, _, y) => ops.sub(1, ops.mul(y, y))),
  Sigmoid: pointwise(({ ops }, _, y) => ops.mul(y, ops.sub(1, y))),
  Softplus: pointwise(({ ops }, x) => ops.op('Sigmoid', [x])),
  Erf: pointwise(({ ops }, x) => bell(ops, ops.mul(x, x), 2 / Math.sqrt(Math.PI))),
  Gelu: pointwise((context, x) => gelu(context, x)),
  Relu: first(({ ops, y }, dy) => ops.where(ops.greater(y().name, 0), dy, 0)),
  LeakyRelu: first(({ ops, x, float }, dy) =>
    ops.where(ops.greater(x().name, 0), dy, ops.mul(dy, float('alpha', 0.01))),
  ),
  Elu: first(({ ops, x, y, float }, dy) =>
    ops.where(ops.greater(x().name, 0), dy, ops.mul(dy, ops.add(y().name, float('alpha', 1)))),
  ),
  // Where nothing was cut, y is x itself.
  Clip: first(({ ops, x, y }, dy) => ops.where(ops.equal(x().name, y().name), dy, 0)),
  HardSigmoid: first(({ ops, y, float }, dy) => {
    const inside = ops.and(ops.greater(y().name, 0), ops.less(y().name, 1));
    return ops.where(inside, ops.mul(dy, float('alpha', 0.2)), 0);
  }),
  HardSwish: pointwise(({ ops }, x) => {
    const inside = ops.add(ops.mul(x, 1 / 3), 0.5);
    return ops.where(ops.greater(x, -3), ops.where(ops.less(x, 3), inside, 1), 0);
  }),
  PRelu: all(({ ops, x, wants }, dy) => {
    const [value, slope] = [x(0), x(1)];
    const positive = ops.greater(value.name, 0);
    return [
      ops.where(positive, dy, ops.mul(dy, slope.name)),
      wants(1) ? reduceTo(ops, ops.where(positive, 0, ops.mul(dy, value.name)), value.dims, slope.dims) : undefined,
    ];
  }),
};
