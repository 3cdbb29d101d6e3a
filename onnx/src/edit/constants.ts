import { int64Of, type TypedArray } from '../data-type.ts';
import { type Graph, type Node, readsOf } from '../graph.ts';
import { type Tensor, tensorOf } from '../tensor.ts';
import { cut, prune } from './cut.ts';

const random = new Set([
  'RandomNormal',
  'RandomNormalLike',
  'RandomUniform',
  'RandomUniformLike',
  'Multinomial',
  'Bernoulli',
]);

/**
 * The nodes whose outputs are the same whatever the graph is fed.
 * @param fixed values that are known to be so, such as shapes once the size of the inputs is settled
 */
export function constantNodes(graph: Graph, fixed: Iterable<string> = []): ReadonlySet<Node> {
  const fed = new Set(graph.inputs.map(({ name }) => name));
  const constant = new Set([...fixed, ...[...graph.initializers.keys()].filter(name => !fed.has(name))]);
  const nodes = new Set<Node>();
  for (const node of graph.nodes) {
    const settled = node.outputs.filter(Boolean).every(name => constant.has(name));
    if (!settled && (random.has(node.opType) || !readsOf(node).every(name => constant.has(name)))) continue;
    nodes.add(node);
    for (const name of node.outputs) constant.add(name);
  }
  return nodes;
}

/** The constant values that other nodes read, or that are outputs: all that folding must know. Nobody runs anything here: see `constantPart`. */
export function constantValues(graph: Graph, fixed: Iterable<string> = []): string[] {
  const nodes = constantNodes(graph, fixed);
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const read = (name: string) => outputs.has(name) || graph.consumersOf(name).some(node => !nodes.has(node));
  return [...nodes].flatMap(node => node.outputs.filter(name => name !== '' && read(name)));
}

/** The graph that makes the values of `constantValues`: run it once, unless it is empty. It has inputs only where `fixed` values come from some. */
export const constantPart = (graph: Graph, fixed: Iterable<string> = []): Graph =>
  cut(graph, constantValues(graph, fixed));

/** The graph with values replaced by initializers, and without what is then idle. */
export function foldConstants(graph: Graph, values: ReadonlyMap<string, Tensor>): Graph {
  const nodes = graph.nodes.filter(node => !node.outputs.filter(Boolean).every(name => values.has(name)));
  const left = new Set(nodes.flatMap(node => node.outputs));
  const initializers = new Map(graph.initializers);
  for (const [name, tensor] of values) if (!left.has(name)) initializers.set(name, { ...tensor, name });
  return prune(graph.with({ nodes, initializers }));
}

/** The graph with its Constant nodes as initializers. Sparse ones stay. */
export function liftConstants(graph: Graph): Graph {
  const initializers = new Map(graph.initializers);
  const nodes = graph.nodes.filter(node => {
    const tensor = node.opType === 'Constant' && node.domain === '' ? constantOf(node) : undefined;
    if (tensor) initializers.set(tensor.name, tensor);
    return tensor === undefined;
  });
  return graph.with({ nodes, initializers });
}

function constantOf(node: Node): Tensor | undefined {
  const name = node.outputs[0]!;
  const { value, value_int, value_ints, value_float, value_floats } = node.attributes;
  const make = (values: TypedArray, dims?: readonly number[]) => tensorOf(name, values, dims);
  if (value?.kind === 'tensor') return { ...value.value, name };
  if (value_int?.kind === 'int') return make(BigInt64Array.of(int64Of(value_int.value)), []);
  if (value_ints?.kind === 'ints') return make(BigInt64Array.from(value_ints.value, int64Of));
  if (value_float?.kind === 'float') return make(Float32Array.of(value_float.value), []);
  if (value_floats?.kind === 'floats') return make(Float32Array.from(value_floats.value));
  return undefined;
}
