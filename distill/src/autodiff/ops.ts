import { type Attribute, float, type GraphBuilder, int, ints, string } from '@vprog/onnx';

/** Floating-point element types through which gradients flow. */
export type FloatType = 'float32' | 'float64' | 'float16';

/** Attributes by name: whole numbers, lists of them, text; those that ONNX types as float come as `{ float }`. */
export type Settings = Readonly<Record<string, number | string | readonly number[] | { readonly float: number }>>;

/** The name of a value, or a number that becomes a scalar of the type at hand. */
export type Operand = string | number;

/** ONNX's numbers for element types, as Cast wants them. */
const castTo = { float32: 1, int32: 6, int64: 7, float16: 10, float64: 11 } as const;

/**
 * Standard operators of ONNX, each method appending one node and returning its output's name. Numbers among the
 * operands become scalars of `type`. Only forms that are the same from opset 16 to 22 are used.
 */
export class Ops {
  readonly type: FloatType;
  readonly #graph: GraphBuilder;

  constructor(graph: GraphBuilder, type: FloatType) {
    this.#graph = graph;
    this.type = type;
  }

  op(op: string, inputs: readonly Operand[], settings: Settings = {}): string {
    return this.outputs(op, inputs, 1, settings)[0]!;
  }

  /** A node with several outputs. */
  outputs(op: string, inputs: readonly Operand[], count: number, settings: Settings = {}): readonly string[] {
    const attributes = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, attribute(value)]));
    return this.#graph.node(op, inputs.map(this.#operand), attributes, count);
  }

  constant(dims: readonly number[], values: readonly number[]): string {
    return this.#graph.constant(values, this.type, dims);
  }

  ints(values: readonly number[]): string {
    return this.#graph.constant(values, 'int64');
  }

  add = (a: Operand, b: Operand): string => this.op('Add', [a, b]);
  sub = (a: Operand, b: Operand): string => this.op('Sub', [a, b]);
  mul = (a: Operand, b: Operand): string => this.op('Mul', [a, b]);
  div = (a: Operand, b: Operand): string => this.op('Div', [a, b]);
  pow = (a: Operand, b: Operand): string => this.op('Pow', [a, b]);
  neg = (x: string): string => this.op('Neg', [x]);
  exp = (x: string): string => this.op('Exp', [x]);
  log = (x: string): string => this.op('Log', [x]);
  sqrt = (x: string): string => this.op('Sqrt', [x]);
  sign = (x: string): string => this.op('Sign', [x]);
  greater = (a: Operand, b: Operand): string => this.op('Greater', [a, b]);
  less = (a: Operand, b: Operand): string => this.op('Less', [a, b]);
  equal = (a: Operand, b: Operand): string => this.op('Equal', [a, b]);
  and = (a: string, b: string): string => this.op('And', [a, b]);
  where = (condition: string, a: Operand, b: Operand): string => this.op('Where', [condition, a, b]);
  matmul = (a: string, b: string): string => this.op('MatMul', [a, b]);

  cast(x: string, to: keyof typeof castTo): string {
    return this.op('Cast', [x], { to: castTo[to] });
  }

  /** 1 where the condition holds, else 0. */
  indicator(condition: string): string {
    return this.cast(condition, this.type);
  }

  /** Sums over axes; all of them stay, with size 1, unless `keep` is false. */
  sum(x: string, axes: readonly number[], keep = true): string {
    return axes.length === 0 ? x : this.op('ReduceSum', [x, this.ints(axes)], { keepdims: keep ? 1 : 0 });
  }

  reshape(x: string, dims: readonly number[]): string {
    // Zero would mean the input's size there; allowzero takes it as it is.
    return this.op('Reshape', [x, this.ints(dims)], dims.includes(0) ? { allowzero: 1 } : {});
  }

  expand(x: string, dims: readonly number[]): string {
    return this.op('Expand', [x, this.ints(dims)]);
  }

  transpose(x: string, perm: readonly number[]): string {
    return perm.every((axis, index) => axis === index) ? x : this.op('Transpose', [x], { perm });
  }

  concat(values: readonly string[], axis: number): string {
    return values.length === 1 ? values[0]! : this.op('Concat', values, { axis });
  }

  slice(
    x: string,
    axes: readonly number[],
    starts: readonly number[],
    ends: readonly number[],
    steps?: readonly number[],
  ) {
    const inputs = [x, this.ints(starts), this.ints(ends), this.ints(axes)];
    return this.op('Slice', steps === undefined ? inputs : [...inputs, this.ints(steps)]);
  }

  /** Reverses the elements along axes. */
  reverse(x: string, axes: readonly number[]): string {
    const all = (value: number) => axes.map(() => value);
    return axes.length === 0 ? x : this.slice(x, axes, all(-1), all(-(2 ** 31)), all(-1));
  }

  /** Adds zeros before and after each axis; negative numbers cut. */
  pad(x: string, before: readonly number[], after: readonly number[]): string {
    const pads = [...before, ...after];
    return pads.every(count => count === 0) ? x : this.op('Pad', [x, this.ints(pads)]);
  }

  zeros(dims: readonly number[]): string {
    return this.expand(this.constant([], [0]), dims);
  }

  readonly #operand = (value: Operand): string => (typeof value === 'string' ? value : this.constant([], [value]));
}

function attribute(value: Settings[string]): Attribute {
  if (typeof value === 'number') return int(value);
  if (typeof value === 'string') return string(value);
  return 'float' in value ? float(value.float) : ints(value);
}

/** Sums a gradient of shape `from` down to `to`, which had been broadcast to it. */
export function reduceTo(ops: Ops, gradient: string, from: readonly number[], to: readonly number[]): string {
  const missing = from.length - to.length;
  const axes = from.flatMap((size, axis) => (axis < missing || (to[axis - missing] === 1 && size !== 1) ? [axis] : []));
  const summed = ops.sum(gradient, axes);
  return missing === 0 ? summed : ops.reshape(summed, to);
}
