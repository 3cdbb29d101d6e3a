import type { FloatType, Ops } from './ops.ts';

/** What a probe run found out about a value of a graph. */
export interface ValueInfo {
  readonly name: string;
  /** The element type by ONNX's name for it in lower case, such as `float32`, `int64`, `bool`. */
  readonly type: string;
  readonly dims: readonly number[];
}

/** A node whose gradient is asked for, with all that is known of its values. Shapes are static. */
export interface Context {
  /** Emits operators in the type of the node's first output. */
  readonly ops: Ops;
  /** How many inputs the node has, absent optional ones in the middle included. */
  readonly inputs: number;
  readonly outputs: number;
  /** Input `index`, which must be present. */
  x(index?: number): ValueInfo;
  has(index: number): boolean;
  /** Whether the gradient of this input is asked for. */
  wants(index: number): boolean;
  y(index?: number): ValueInfo;
  /** The gradient of output `index`: of the same shape and type; undefined where nothing depends on that output. */
  dy(index: number): string | undefined;
  int(name: string, fallback: number): number;
  float(name: string, fallback: number): number;
  string(name: string, fallback: string): string;
  ints(name: string): readonly number[] | undefined;
  /** The numbers of an input that is the same in every run; undefined where it is absent or varies. */
  known(index: number): readonly number[] | undefined;
  /** As `known`, but throws `Unsupported` where the input is there and varies. */
  fixed(index: number): readonly number[] | undefined;
}

/**
 * The vector-Jacobian product of an operator: given the gradient `dy` of its first output (use `context.dy` for
 * others), the gradients of its inputs by position. What is not wanted, or has none, may be left undefined.
 */
export type Vjp = (context: Context, dy: string) => readonly (string | undefined)[];

export interface Rule {
  readonly vjp: Vjp;
  /** The positions of the inputs that have a gradient; all, where not given. */
  readonly inputs?: readonly number[];
}

/** Rules by operator, of one family. */
export type Rules = Readonly<Record<string, Rule>>;

/** The operator has a gradient, but not in this form; the message is a reason that ends a sentence. */
export class Unsupported extends Error {}

/** All inputs have a gradient. */
export const all = (vjp: Vjp): Rule => ({ vjp });

/** Only the first input has a gradient: others are shapes, axes, limits, statistics. */
export const first = (vjp: (context: Context, dy: string) => string): Rule => ({
  vjp: (context, dy) => [vjp(context, dy)],
  inputs: [0],
});

export const isFloat = (type: string): type is FloatType => /^float(16|32|64)$/.test(type);

/** Axes counted from the front. */
export const fromFront = (axes: readonly number[], rank: number): number[] =>
  axes.map(axis => (axis < 0 ? axis + rank : axis));

export const range = (count: number, start = 0): number[] => Array.from({ length: count }, (_, index) => start + index);
