import { sizeOf } from '@vprog/onnx';
import { reduceTo } from '../ops.ts';
import { all, type Context, first, fromFront, type Rules, range, Unsupported } from '../rule.ts';

const softmax = first(({ ops, y, int }: Context, dy: string) => {
  const [axis] = fromFront([int('axis', -1)], y().dims.length) as [number];
  return ops.mul(y().name, ops.sub(dy, ops.sum(ops.mul(dy, y().name), [axis])));
});

const logSoftmax = first(({ ops, y, int }: Context, dy: string) => {
  const [axis] = fromFront([int('axis', -1)], y().dims.length) as [number];
  return ops.sub(dy, ops.mul(ops.exp(y().name), ops.sum(dy, [axis])));
});

/** With x̂ = (x - mean) / deviation: dx = (g - mean(g) - x̂ mean(g x̂)) / deviation, where g = dy scale. */
const layerNormalization = all(({ ops, x, y, has, wants, int, float }, dy) => {
  const dims = x().dims;
  const [start] = fromFront([int('axis', -1)], dims.length) as [number];
  const axes = range(dims.length - start, start);
  const mean = (value: string) => ops.mul(ops.sum(value, axes), 1 / sizeOf(dims.slice(start)));
  const centred = ops.sub(x().name, mean(x().name));
  const variance = mean(ops.mul(centred, centred));
  const deviation = ops.sqrt(ops.add(variance, float('epsilon', 1e-5)));
  const normal = ops.div(centred, deviation);
  const scaled = ops.mul(dy, x(1).name);
  const dx = () =>
    ops.div(ops.sub(ops.sub(scaled, mean(scaled)), ops.mul(normal, mean(ops.mul(scaled, normal)))), deviation);
  return [
    wants(0) ? dx() : undefined,
    wants(1) ? reduceTo(ops, ops.mul(dy, normal), dims, x(1).dims) : undefined,
    has(2) && wants(2) ? reduceTo(ops, dy, y().dims, x(2).dims) : undefined,
  ];
});

/** With statistics that stay as they are: a line for each channel. */
const batchNormalization = ({ ops, x, wants, int, float }: Context, dy: string) => {
  if (int('training_mode', 0) !== 0) throw new Unsupported('it takes its statistics from the batch');
  const dims = x().dims;
  const others = range(dims.length).filter(axis => axis !== 1);
  const along = (name: string) => ops.reshape(name, [x(1).dims[0]!, ...dims.slice(2).map(() => 1)]);
  const deviation = ops.sqrt(ops.add(x(4).name, float('epsilon', 1e-5)));
  const normal = () => ops.div(ops.sub(x().name, along(x(3).name)), along(deviation));
  return [
    wants(0) ? ops.mul(dy, along(ops.div(x(1).name, deviation))) : undefined,
    wants(1) ? ops.sum(ops.mul(dy, normal()), others, false) : undefined,
    wants(2) ? ops.sum(dy, others, false) : undefined,
  ];
};

export const normalize: Rules = {
  Softmax: softmax,
  LogSoftmax: logSoftmax,
  LayerNormalization: layerNormalization,
  BatchNormalization: { vjp: batchNormalization, inputs: [0, 1, 2] },
};
