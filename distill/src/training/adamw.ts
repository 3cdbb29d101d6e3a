import type { GraphBuilder } from '@vprog/onnx';
import { sizeOf } from '@vprog/onnx';
import { Ops } from '../autodiff/ops.ts';
import type { Layout, Part } from './parameters.ts';

/** AdamW (Loshchilov and Hutter, 2019) with a bound on the gradient and a cosine schedule with linear warm-up. */
export interface AdamW {
  /** The highest learning rate, reached after warm-up. */
  readonly rate: number;
  /** Updates of linear warm-up. */
  readonly warmup: number;
  /** Updates after which the rate is 0. */
  readonly updates: number;
  /** Per unit of learning rate, on tensors that decay. */
  readonly weightDecay: number;
  /** The gradient is scaled down to this Euclidean length where it is longer. */
  readonly clip: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export const defaultAdamW = { weightDecay: 0.01, clip: 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Names of values: vectors of the layout's size. */
export interface Moments {
  readonly parameters: string;
  readonly first: string;
  readonly second: string;
}

/**
 * Appends one update.
 * @param gradient the vector of the same size.
 * @param step a float32 scalar: the number of this update, from 1.
 * @returns the vectors afterwards, and the gradient's length before clipping.
 */
export function appendAdamW(
  builder: GraphBuilder,
  settings: AdamW,
  layout: Layout,
  { parameters, first, second }: Moments,
  gradient: string,
  step: string,
): Moments & { readonly norm: string } {
  const ops = new Ops(builder, 'float32');
  const { beta1, beta2, epsilon, clip, weightDecay } = settings;
  const norm = ops.sqrt(ops.op('ReduceSumSquare', [gradient], { keepdims: 0 }));
  const scale = ops.op('Min', [ops.div(clip, ops.add(norm, 1e-6)), ops.constant([], [1])]);
  // Clipping goes into the shares of the gradient, before it is squared, so that nothing overflows.
  const share = (part: number) => ops.mul(gradient, ops.mul(scale, part));
  const root = share(Math.sqrt(1 - beta2));
  const m = ops.add(ops.mul(first, beta1), share(1 - beta1));
  const v = ops.add(ops.mul(second, beta2), ops.mul(root, root));
  // The corrections of both moments are scalars: they go into the rate and into epsilon.
  const [left1, left2] = [beta1, beta2].map(beta => ops.sub(1, ops.pow(ops.constant([], [beta]), step))) as [
    string,
    string,
  ];
  const root2 = ops.sqrt(left2);
  const rate = scheduledRate(ops, settings, step);
  const change = ops.div(m, ops.add(ops.sqrt(v), ops.mul(root2, epsilon)));
  const factor = ops.div(ops.mul(rate, root2), left1);
  const rates = perElement(ops, layout, ({ rate: own }) => own);
  const moved = ops.mul(change, rates === 1 ? factor : ops.mul(rates, factor));
  const decays = perElement(ops, layout, ({ decay, rate: own }) => (decay ? own * weightDecay : 0));
  const kept = decays === 0 ? parameters : ops.mul(parameters, ops.sub(1, ops.mul(decays, rate)));
  return { parameters: ops.sub(kept, moved), first: m, second: v, norm };
}

/** From 0 to `rate` while warming up, then down to 0 along half a cosine. */
function scheduledRate(ops: Ops, { rate, warmup, updates }: AdamW, step: string): string {
  const after = ops.op('Max', [ops.sub(step, warmup), ops.constant([], [0])]);
  const part = ops.op('Min', [ops.mul(after, 1 / Math.max(1, updates - warmup)), ops.constant([], [1])]);
  const cosine = ops.mul(ops.add(ops.op('Cos', [ops.mul(part, Math.PI)]), 1), rate / 2);
  if (warmup === 0) return cosine;
  return ops.mul(cosine, ops.op('Min', [ops.mul(step, 1 / warmup), ops.constant([], [1])]));
}

/** A number where it is the same for all elements, else the name of a vector. */
function perElement(ops: Ops, { parts }: Layout, of: (part: Part) => number): string | number {
  const values = parts.map(of);
  if (values.every(value => value === values[0])) return values[0]!;
  return ops.concat(
    parts.map((part, index) => ops.expand(ops.constant([1], [values[index]!]), [sizeOf(part.dims)])),
    0,
  );
}
