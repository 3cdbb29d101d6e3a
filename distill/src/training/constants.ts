import {
  constantPart,
  constantValues,
  foldConstants,
  type Graph,
  liftConstants,
  type Model,
  type TypedArray,
  tensorOf,
  toOpset,
  writeModel,
} from '@vprog/onnx';
import type { RawSession, RawTensors } from '@vprog/runtime/session';

/**
 * The model in the form that training wants: operators of the newest version, and constants in place of all that is the
 * same in every run, such as what is computed from sizes. It computes the same as before, for inputs of these sizes only,
 * which it then states.
 * @param feeds inputs of the sizes to train with; what is in them does not matter.
 * @param open opens a session for a model's bytes; it also knows where external data is.
 */
export async function foldModel(
  model: Model,
  feeds: RawTensors,
  open: (model: Uint8Array) => Promise<RawSession>,
): Promise<Model> {
  const newest = toOpset(model);
  const graph = sized(liftConstants(newest.graph), feeds);
  const fixed = graph.nodes
    .filter(({ opType, domain }) => domain === '' && /^(Shape|Size)$/.test(opType))
    .flatMap(({ outputs }) => outputs);
  const names = constantValues(graph, fixed);
  if (names.length === 0) return { ...newest, graph };
  const part = constantPart(graph, fixed);
  const session = await open(writeModel({ ...newest, graph: part }));
  try {
    const given = Object.fromEntries(part.inputs.flatMap(({ name }) => (feeds[name] ? [[name, feeds[name]]] : [])));
    const results = await session.run(given, names);
    const tensors = names.map(name => {
      const { type, dims, data } = results[name]!;
      return [name, tensorOf(name, data as TypedArray, dims, type)] as const;
    });
    return { ...newest, graph: foldConstants(graph, new Map(tensors)) };
  } finally {
    await session.release();
  }
}

/** With the sizes of the feeds in place of those that vary. */
function sized(graph: Graph, feeds: RawTensors): Graph {
  return graph.with({ inputs: graph.inputs.map(input => ({ ...input, dims: feeds[input.name]?.dims ?? input.dims })) });
}
