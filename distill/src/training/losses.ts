import type { Ops } from '../autodiff/ops.ts';

/*
 * Losses as graphs. Each takes names of values and gives the name of a scalar; what stands for the teacher, or for the
 * frozen student, is a value that is fed, so that no gradient flows there.
 */

/** The logarithm of softmax along the last axis, from operators that every provider has. */
function logSoftmax(ops: Ops, logits: string): string {
  const shifted = ops.sub(logits, ops.op('ReduceMax', [logits, ops.ints([-1])], { keepdims: 1 }));
  return ops.sub(shifted, ops.log(ops.sum(ops.exp(shifted), [-1])));
}

const total = (ops: Ops, x: string): string => ops.op('ReduceSum', [x], { keepdims: 0 });

/**
 * T² KL(teacher || student) of softened distributions over the last axis, its mean over rows (Hinton, Vinyals and Dean,
 * 2015): the factor T² keeps the gradient's size whatever the temperature.
 * @param student, teacher logits of one shape, `rows` distributions in all.
 */
export function klDivergence(ops: Ops, student: string, teacher: string, temperature: number, rows: number): string {
  const soft = (logits: string) => logSoftmax(ops, temperature === 1 ? logits : ops.mul(logits, 1 / temperature));
  const [p, q] = [soft(teacher), soft(student)];
  const divergence = total(ops, ops.mul(ops.exp(p), ops.sub(p, q)));
  return ops.mul(divergence, (temperature * temperature) / rows);
}

/**
 * Binary cross-entropy of logits against probabilities, less the entropy of these, so that it is 0 where they agree:
 * the divergence KL(target || sigmoid(logit)), weighed and added up, over `count`.
 * @param weight of each element, broadcast; a number for all.
 */
export function binaryDivergence(
  ops: Ops,
  logits: string,
  target: string,
  weight: string | number,
  count: number,
): string {
  const cross = ops.sub(ops.op('Softplus', [logits]), ops.mul(logits, target));
  const clipped = ops.op('Clip', [target, ops.constant([], [1e-7]), ops.constant([], [1 - 1e-7])]);
  const rest = ops.sub(1, clipped);
  const entropy = ops.add(ops.mul(clipped, ops.log(clipped)), ops.mul(rest, ops.log(rest)));
  return ops.mul(total(ops, ops.mul(ops.add(cross, entropy), weight)), 1 / count);
}

/**
 * The smooth L1 distance (Girshick, 2015): d² / (2 beta) below beta, d - beta / 2 above; weighed and added up, over `count`.
 * @param weight of each element, broadcast.
 */
export function smoothL1(
  ops: Ops,
  value: string,
  target: string,
  weight: string | number,
  beta: number,
  count: number,
): string {
  const distance = ops.op('Abs', [ops.sub(value, target)]);
  const near = ops.mul(ops.mul(distance, distance), 0.5 / beta);
  const loss = ops.where(ops.less(distance, beta), near, ops.sub(distance, beta / 2));
  return ops.mul(total(ops, ops.mul(loss, weight)), 1 / count);
}

/** The mean of squares of a difference over `count` elements: of features, or of outputs from those of the frozen student. */
export function squaredDistance(ops: Ops, value: string, target: string, count: number): string {
  const difference = ops.sub(value, target);
  return ops.mul(total(ops, ops.mul(difference, difference)), 1 / count);
}
