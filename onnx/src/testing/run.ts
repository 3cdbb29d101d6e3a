import { createHash } from 'node:crypto';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Graph, type Model, type TypedArray, writeModel } from '../index.ts';

export type Feeds = Readonly<Record<string, Tensor>>;

/** Runs a model, given as such, as bytes or as a path. Optimisation is off, so that each node runs as it is written. */
export async function run(model: Model | Uint8Array | string, feeds: Feeds): Promise<Record<string, Tensor>> {
  const options = { graphOptimizationLevel: 'disabled', logSeverityLevel: 3 } as const;
  const source = typeof model === 'string' || model instanceof Uint8Array ? model : writeModel(model);
  const session = await (typeof source === 'string'
    ? InferenceSession.create(source, options)
    : InferenceSession.create(source, options));
  try {
    return { ...(await session.run(feeds)) } as Record<string, Tensor>;
  } finally {
    await session.release();
  }
}

/** Float inputs for a graph, the same each time; dimensions that vary are given, one after another. */
export function feedsFor(graph: Graph, vary: readonly number[] = []): Feeds {
  const sizes = [...vary];
  return Object.fromEntries(
    graph.inputs.map(({ name, dims = [] }) => {
      const shape = dims.map(dim => (typeof dim === 'number' ? dim : sizes.shift()!));
      return [name, floats(shape)];
    }),
  );
}

/** A tensor of floats between -1 and 1 without a pattern that a convolution could see. */
export function floats(dims: readonly number[], scale = 1): Tensor {
  const size = dims.reduce((product, dim) => product * dim, 1);
  const values = Float32Array.from(
    { length: size },
    (_, index) => Math.sin(index * index * 0.37 + index * 1.3) * scale,
  );
  return new Tensor('float32', values, [...dims]);
}

/** Dimensions and a digest of the bytes, by name: equal only if every bit is. */
export const contents = (outputs: Readonly<Record<string, Tensor>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, { dims, data }]) => [name, `[${dims}] ${digest(data as TypedArray)}`]),
  );

/** A digest of an array's bytes: comparing millions of elements one by one takes minutes. */
export const digest = ({ buffer, byteOffset, byteLength }: TypedArray): string =>
  createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');

/** The largest difference between equally named outputs, which must have equal dimensions. */
export function difference(a: Readonly<Record<string, Tensor>>, b: Readonly<Record<string, Tensor>>): number {
  const dims = (outputs: typeof a) =>
    JSON.stringify(Object.entries(outputs).map(([name, tensor]) => [name, tensor.dims]));
  if (dims(a) !== dims(b)) throw new Error(`${dims(a)} are not ${dims(b)}`);
  const apart = Object.entries(a).flatMap(([name, { data }]) => {
    const other = b[name]!.data as Float32Array;
    return Array.from(data as Float32Array, (value, index) => Math.abs(Number(value) - Number(other[index])));
  });
  return apart.reduce((most, value) => Math.max(most, value), 0);
}
