import {
  constantNodes,
  cut,
  type DataType,
  foldConstants,
  type Graph,
  numbersTensor,
  OnnxError,
  prune,
  readsOf,
  type Tensor,
  type ValueInfo,
} from '@vprog/onnx';
import type { Values } from '../autodiff/probe.ts';

/** A graph in two parts, of which the first stays as it is while the second trains. */
export interface Split {
  /** From inputs of the graph to `values`. Undefined where these are inputs themselves: there is nothing to compute once. */
  readonly features: Graph | undefined;
  /** From `values` (and trained inputs, where there are any) to the outputs of the graph, all of them. */
  readonly rest: Graph;
  /**
   * The values at the cut, in the order in which they are made: none depends on what is trained, and what is trained, or an
   * output, needs each of them.
   */
  readonly values: readonly string[];
}

/**
 * Cuts a graph where nothing before it trains, so that what is before is computed once for each sample. An output that
 * does not depend on what is trained is a value at the cut: leave it out of the graph before, unless a loss reads it.
 * @param trained names of initializers (or inputs) that change.
 * @param values a probe of the graph: types and sizes of what is cut, and constants that depend on sizes only.
 * @throws OnnxError if no output depends on what is trained, or a value at the cut was not probed
 */
export function splitFeatures(graph: Graph, trained: Iterable<string>, values: Values): Split {
  const live = prune(graph);
  const moving = new Set(trained);
  const readers = live.nodes.filter(node => {
    const moves = readsOf(node).some(name => moving.has(name));
    if (moves) for (const name of node.outputs.filter(Boolean)) moving.add(name);
    return moves;
  });
  if (!live.outputs.some(({ name }) => moving.has(name)))
    throw new OnnxError(`graph ${graph.name}`, 'no output depends on what is trained', 'Choose other weights');

  const needed = new Set([...readers.flatMap(readsOf), ...live.outputs.map(({ name }) => name)]);
  const constants = new Set([...constantNodes(live)].flatMap(({ outputs }) => outputs));
  const given = live.inputs.map(({ name }) => name);
  const made = [...given, ...live.nodes.flatMap(({ outputs }) => outputs.filter(Boolean))];
  const still = made.filter(name => needed.has(name) && !moving.has(name) && !constants.has(name));
  const sizes = new Map(still.flatMap(name => fixedTensor(values, name)));
  const edge = still.filter(name => !sizes.has(name)).map(name => infoOf(values, name));

  const names = edge.map(({ name }) => name);
  const rest = cut(foldConstants(live, sizes), live.outputs, edge);
  return {
    features: names.every(name => given.includes(name)) ? undefined : cut(live, edge),
    rest: rest.with({ inputs: [...rest.inputs.filter(({ name }) => !names.includes(name)), ...edge] }),
    values: names,
  };
}

/** What depends on the sizes of inputs only, such as a shape: a constant of the second part, rather than a feature. */
function fixedTensor(values: Values, name: string): (readonly [string, Tensor])[] {
  const [numbers, info] = [values.fixed.get(name), values.info.get(name)];
  if (numbers === undefined || !/^(float32|float64|int32|int64|bool)$/.test(info?.type ?? '')) return [];
  return [[name, numbersTensor(name, numbers, info!.type as DataType, info!.dims)]];
}

function infoOf(values: Values, name: string): ValueInfo {
  const info = values.info.get(name);
  if (info === undefined)
    throw new OnnxError(`value ${name}`, 'its size is not known', 'Probe the graph before it is cut');
  return { name, type: info.type as DataType, dims: info.dims };
}
