import type { Model } from '../model.ts';

/**
 * The model with more of its values as outputs, so that a run tells their shapes and contents.
 * ONNX Runtime takes them without a type.
 * @param names all that its nodes make, unless told
 */
export function withOutputs(model: Model, names: readonly string[] = madeIn(model)): Model {
  const { graph } = model;
  const already = new Set(graph.outputs.map(({ name }) => name));
  const added = names.filter(name => !already.has(name)).map(name => graph.valueInfo.get(name) ?? { name });
  return { ...model, graph: graph.with({ outputs: [...graph.outputs, ...added] }) };
}

const madeIn = ({ graph }: Model): string[] => graph.nodes.flatMap(node => node.outputs.filter(Boolean));
