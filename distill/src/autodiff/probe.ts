import { constantNodes, type Graph, type Model, numbersOf, sizeOf, withOutputs, writeModel } from '@vprog/onnx';
import type { RawSession, RawTensors } from '@vprog/runtime/session';
import type { ValueInfo } from './rule.ts';

/** What one run over a graph found out of its values. Holds for inputs of the same shapes only. */
export interface Values {
  readonly info: ReadonlyMap<string, ValueInfo>;
  /** The numbers of small values that do not depend on what is fed, only on its shapes. */
  readonly fixed: ReadonlyMap<string, readonly number[]>;
}

/** How many numbers a value may have to be kept. */
const smallEnough = 4096;

/**
 * Learns the type and shape of every value, by one run with all of them as outputs: ONNX Runtime knows them all, and
 * no inference of shapes is needed.
 * @param feeds inputs of the shapes to train with; what is in them does not matter.
 * @param open opens a session for a model's bytes; it also knows where external data is.
 */
export async function probe(
  model: Model,
  feeds: RawTensors,
  open: (model: Uint8Array) => Promise<RawSession>,
): Promise<Values> {
  const { graph } = model;
  const names = graph.nodes.flatMap(({ outputs }) => outputs.filter(Boolean));
  const session = await open(writeModel(withOutputs(model, names)));
  try {
    const results = await session.run(feeds, names);
    const info = new Map<string, ValueInfo>();
    const fixed = new Map<string, readonly number[]>();
    for (const [name, { type, dims }] of graph.initializers) info.set(name, { name, type, dims });
    for (const [name, { type, dims }] of Object.entries({ ...feeds, ...results })) info.set(name, { name, type, dims });
    for (const name of fixedValues(graph)) {
      const dims = info.get(name)?.dims;
      if (dims === undefined || sizeOf(dims) > smallEnough) continue;
      const tensor = graph.initializers.get(name);
      if (tensor === undefined) fixed.set(name, Array.from(results[name]!.data as ArrayLike<number | bigint>, Number));
      else if (tensor.content.kind === 'bytes') fixed.set(name, numbersOf(tensor));
    }
    return { info, fixed };
  } finally {
    await session.release();
  }
}

/** Values that are the same in every run with inputs of the same shapes. */
function fixedValues(graph: Graph): string[] {
  const given = new Set(graph.inputs.map(({ name }) => name));
  const shapes = graph.nodes.filter(({ opType }) => /^(Shape|Size)$/.test(opType)).flatMap(({ outputs }) => outputs);
  const made = [...constantNodes(graph, shapes)].flatMap(({ outputs }) => outputs.filter(Boolean));
  return [...[...graph.initializers.keys()].filter(name => !given.has(name)), ...made];
}
