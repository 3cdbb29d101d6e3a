import { mapGraphs } from '../attribute.ts';
import type { DataType } from '../data-type.ts';
import { describe } from '../describe.ts';
import { OnnxError } from '../errors.ts';
import { allNames, type Graph, type Node, type ValueInfo } from '../graph.ts';
import { type Model, modelOf, opsetOf } from '../model.ts';
import { freshNames } from '../names.ts';
import { numbersTensor, type Tensor } from '../tensor.ts';
import type { Surroundings } from './adapter.ts';
import { changes, newest, oldest } from './changes.ts';

/**
 * The model in a given version of ONNX's operators, so that what reads it meets one form of each. Operators of
 * other domains stay as they are; initializers that are also inputs, as old files have them, are inputs no more.
 * @param known types and shapes learnt of values: some conversions need fewer nodes with them
 * @throws OnnxError if the model is newer than `target` or older than version 7, or a node has no equal in it
 */
export function toOpset(
  model: Model,
  target = newest,
  known: ReadonlyMap<string, Omit<ValueInfo, 'name'>> = new Map(),
): Model {
  const from = opsetOf(model);
  if (from > target || target > newest)
    throw new OnnxError(
      'model',
      `its operators are of version ${from}, which cannot become ${target}`,
      `Export it for opset ${newest} or earlier`,
    );
  if (from < oldest)
    throw new OnnxError('model', `its operators are of version ${from}`, `Export it for opset ${oldest} or later`);
  const fresh = freshNames(allNames(model.graph));
  let graph = withoutFixedInputs(model.graph);
  for (let version = from + 1; version <= target; version++) graph = step(graph, version, fresh, known);
  return modelOf(graph, target, model);
}

function withoutFixedInputs(graph: Graph): Graph {
  const inputs = graph.inputs.filter(({ name }) => !graph.initializers.has(name));
  return inputs.length === graph.inputs.length ? graph : graph.with({ inputs });
}

type Known = ReadonlyMap<string, Omit<ValueInfo, 'name'>>;

/** One version on, in the graphs inside too. A node that needs no change stays the same object. */
function step(graph: Graph, version: number, fresh: (hint: string) => string, around: Known): Graph {
  const adapters = changes.get(version);
  if (!adapters) return graph;
  const added = new Map<string, Tensor>();
  const known: Known = new Map([...around, ...infosOf(graph)]);
  const nodes = graph.nodes.flatMap(node => {
    const stepped = mapGraphs(node, inside => step(inside, version, fresh, known));
    const adapter = node.domain === '' ? adapters[node.opType] : undefined;
    return adapter?.(stepped, surroundingsOf(stepped, version, fresh, known, added)) ?? [stepped];
  });
  if (
    added.size === 0 &&
    nodes.length === graph.nodes.length &&
    nodes.every((node, index) => node === graph.nodes[index])
  )
    return graph;
  return graph.with({ nodes, initializers: new Map([...graph.initializers, ...added]) });
}

function surroundingsOf(
  node: Node,
  version: number,
  fresh: (hint: string) => string,
  known: Known,
  added: Map<string, Tensor>,
): Surroundings {
  return {
    fresh,
    typeOf: value => known.get(value)?.type,
    rankOf: value => known.get(value)?.dims?.length,
    constant(values, type: DataType) {
      const name = fresh(`${node.outputs[0]}_const`);
      added.set(name, numbersTensor(name, values, type));
      return name;
    },
    refuse(why) {
      throw new OnnxError(
        describe(node),
        `it cannot be brought to version ${version}: ${why}`,
        'Export the model for a later opset',
      );
    },
  };
}

function infosOf(graph: Graph): readonly (readonly [string, Omit<ValueInfo, 'name'>])[] {
  const infos = [...graph.valueInfo.values(), ...graph.inputs, ...graph.outputs].filter(({ type }) => type);
  return [...infos, ...graph.initializers.values()].map(info => [info.name, info] as const);
}
