import { OnnxError } from '../errors.ts';
import { type Graph, type Node, namesOf, readsOf, type ValueInfo } from '../graph.ts';

/**
 * The part of a graph that makes some of its values.
 * @param outputs values that become its outputs, in this order
 * @param inputs values that it is given instead of making them. Their type must be known, from the graph or here.
 * @returns a graph whose inputs are those of the graph and of `inputs` that it reads
 * @throws OnnxError if the graph has no such value
 */
export function cut(
  graph: Graph,
  outputs: readonly (string | ValueInfo)[],
  inputs: readonly (string | ValueInfo)[] = [],
): Graph {
  const known = new Map([
    ...graph.valueInfo,
    ...[...graph.inputs, ...graph.outputs].map(info => [info.name, info] as const),
  ]);
  const complete = (value: string | ValueInfo) =>
    typeof value === 'string' ? (known.get(value) ?? { name: value }) : value;
  const ends = outputs.map(complete);
  const starts = inputs.map(complete);
  demand(graph, [...ends, ...starts]);
  const untyped = starts.find(({ type, notTensor }) => type === undefined && notTensor === undefined);
  if (untyped) throw new OnnxError(`value ${untyped.name}`, 'its type is not known', 'Give it where the graph is cut');

  const given = new Set(starts.map(({ name }) => name));
  const { nodes, values } = needed(graph, ends, given);
  const made = new Set(nodes.flatMap(node => node.outputs));
  return graph.with({
    nodes,
    inputs: [
      ...graph.inputs.filter(({ name }) => values.has(name) && !given.has(name)),
      ...starts.filter(({ name }) => values.has(name)),
    ],
    outputs: ends,
    initializers: new Map([...graph.initializers].filter(([name]) => values.has(name) && !given.has(name))),
    valueInfo: new Map([...graph.valueInfo].filter(([name]) => made.has(name))),
  });
}

/** The graph without nodes and initializers that none of its outputs needs. Its inputs stay. */
export function prune(graph: Graph): Graph {
  const { inputs } = graph;
  return cut(graph, graph.outputs).with({ inputs });
}

function demand(graph: Graph, values: readonly ValueInfo[]): void {
  const names = new Set(namesOf(graph));
  const missing = values.find(({ name }) => !names.has(name));
  if (missing)
    throw new OnnxError(`graph ${graph.name}`, `it has no value ${missing.name}`, 'Give the name of one of its values');
}

/** The nodes that feed some values, in the graph's order, and all values that these read, the ends among them. */
function needed(graph: Graph, ends: readonly ValueInfo[], given: ReadonlySet<string>) {
  const values = new Set<string>();
  const kept = new Set<Node>();
  const open = ends.map(({ name }) => name);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (values.has(name)) continue;
    values.add(name);
    const producer = given.has(name) ? undefined : graph.producerOf(name);
    if (!producer || kept.has(producer)) continue;
    kept.add(producer);
    open.push(...readsOf(producer));
  }
  return { nodes: graph.nodes.filter(node => kept.has(node)), values };
}
