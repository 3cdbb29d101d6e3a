import { mapGraphs } from '../attribute.ts';
import { OnnxError } from '../errors.ts';
import { allNames, type Graph, type Node } from '../graph.ts';

/**
 * The graph with other names for its values and nodes, those of graphs inside it too.
 * @throws OnnxError if two names become one
 */
export function renamed(graph: Graph, rename: (name: string) => string): Graph {
  refuseClash(graph, rename);
  return rewritten(graph, rename);
}

/** The graph with a prefix before every name but some. */
export function prefixed(graph: Graph, prefix: string, keep: Iterable<string> = []): Graph {
  const kept = new Set(keep);
  return renamed(graph, name => (kept.has(name) ? name : prefix + name));
}

/** As `renamed`, but two names may become one. */
export function rewritten(graph: Graph, rename: (name: string) => string): Graph {
  return rewrite(graph, name => (name === '' ? '' : rename(name)));
}

function rewrite(graph: Graph, rename: (name: string) => string): Graph {
  const move = <T extends { readonly name: string }>(item: T): T => {
    const name = rename(item.name);
    return name === item.name ? item : { ...item, name };
  };
  const moveAll = <T extends { readonly name: string }>(items: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...items.values()].map(item => [rename(item.name), move(item)]));
  return graph.with({
    nodes: graph.nodes.map(node => rewriteNode(node, rename)),
    inputs: graph.inputs.map(move),
    outputs: graph.outputs.map(move),
    initializers: moveAll(graph.initializers),
    valueInfo: moveAll(graph.valueInfo),
  });
}

function rewriteNode(node: Node, rename: (name: string) => string): Node {
  return {
    ...mapGraphs(node, graph => rewrite(graph, rename)),
    name: rename(node.name),
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  };
}

function refuseClash(graph: Graph, rename: (name: string) => string): void {
  const origin = new Map<string, string>();
  for (const name of allNames(graph)) {
    const to = rename(name);
    const other = origin.get(to);
    if (other !== undefined)
      throw new OnnxError(`graph ${graph.name}`, `${other} and ${name} would both be ${to}`, 'Give each its own name');
    origin.set(to, name);
  }
}
