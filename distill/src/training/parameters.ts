import { type Graph, GraphBuilder, int, sizeOf, valuesOf } from '@vprog/onnx';
import type { Trainable } from './trainable.ts';

/**
 * Where each trained tensor lies in the one vector that holds them all. Optimiser, clipping, checkpoints and comparisons
 * then work on a vector, whatever the model.
 */
export interface Layout {
  /** Of the whole vector. */
  readonly size: number;
  readonly parts: readonly Part[];
}

export interface Part extends Trainable {
  /** Of its first element. */
  readonly offset: number;
}

/** In the order given, without gaps. */
export function layoutOf(trained: readonly Trainable[]): Layout {
  let size = 0;
  const parts = trained.map(one => {
    const part = { ...one, offset: size };
    size += sizeOf(one.dims);
    return part;
  });
  return { size, parts };
}

/** The trained tensors' values in a graph as one vector. */
export function gather(graph: Graph, { size, parts }: Layout): Float32Array {
  const vector = new Float32Array(size);
  for (const { name, offset } of parts) vector.set(valuesOf(graph.initializers.get(name)!) as Float32Array, offset);
  return vector;
}

/** The values of each trained tensor, by name: views of the vector. */
export function scatter(vector: Float32Array, { parts }: Layout): ReadonlyMap<string, Float32Array> {
  return new Map(parts.map(({ name, dims, offset }) => [name, vector.subarray(offset, offset + sizeOf(dims))]));
}

/** The graph with the values of a vector in its initializers. Those whose values stay the same stay what they are, so that a file can refer to them. */
export function withParameters(graph: Graph, vector: Float32Array, layout: Layout): Graph {
  const initializers = new Map(graph.initializers);
  for (const [name, values] of scatter(vector, layout)) {
    const bytes = new Uint8Array(Float32Array.from(values).buffer);
    const before = initializers.get(name)!;
    const same = before.content.kind === 'bytes' && Buffer.compare(before.content.bytes, bytes) === 0;
    if (!same) initializers.set(name, { ...before, content: { kind: 'bytes', bytes } });
  }
  return graph.with({ initializers });
}

/** The graph with its trained tensors cut out of one input, the vector `input`. */
export function withParametersFed(graph: Graph, { size, parts }: Layout, input: string): Graph {
  const names = new Set(parts.map(({ name }) => name));
  const initializers = new Map([...graph.initializers].filter(([name]) => !names.has(name)));
  const rest = graph.with({ initializers });
  const builder = new GraphBuilder('parameters', [
    ...rest.nodes.flatMap(({ outputs }) => outputs),
    ...initializers.keys(),
  ]);
  builder.input(input, 'float32', [size]);
  const lengths = parts.map(({ dims }) => sizeOf(dims));
  const pieces =
    parts.length === 1
      ? [input]
      : builder.node('Split', [input, builder.constant(lengths, 'int64')], { axis: int(0) }, parts.length);
  for (const [index, { name, dims }] of parts.entries())
    builder.op('Reshape', [pieces[index]!, builder.constant(dims, 'int64')], {}, name);
  const head = builder.toGraph();
  return rest.with({
    nodes: [...head.nodes, ...graph.nodes],
    inputs: [...graph.inputs, ...head.inputs],
    initializers: new Map([...initializers, ...head.initializers]),
  });
}
