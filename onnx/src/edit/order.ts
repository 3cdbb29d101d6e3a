import { describe } from '../describe.ts';
import { OnnxError } from '../errors.ts';
import { type Graph, type Node, readsOf } from '../graph.ts';

/**
 * Checks what ONNX asks of a graph: each value is made once, before it is read.
 * @param around values of the graph around it
 * @throws OnnxError at the first node that breaks this
 */
export function checkOrder(graph: Graph, around: Iterable<string> = []): void {
  const made = new Set([...around, ...graph.inputs.map(({ name }) => name), ...graph.initializers.keys()]);
  for (const node of graph.nodes) {
    const early = readsOf(node).find(name => !made.has(name));
    if (early !== undefined) throw tooEarly(graph, node, early);
    for (const name of node.outputs.filter(Boolean)) {
      if (made.has(name))
        throw new OnnxError(describe(node), `value ${name} is made twice`, 'Give each value its own name');
      made.add(name);
    }
  }
  const missing = graph.outputs.find(({ name }) => !made.has(name));
  if (missing)
    throw new OnnxError(`graph ${graph.name}`, `nothing makes its output ${missing.name}`, 'Remove that output');
}

function tooEarly(graph: Graph, node: Node, name: string): OnnxError {
  return graph.producerOf(name)
    ? new OnnxError(describe(node), `it reads ${name} before it is made`, 'Bring the nodes into order first')
    : new OnnxError(describe(node), `nothing makes its input ${name}`, 'Export the model again');
}

/** The graph with its nodes in an order in which each value is made before it is read; otherwise as they were. @throws OnnxError at a cycle */
export function inOrder(graph: Graph): Graph {
  const done = new Set<Node>();
  const begun = new Set<Node>();
  const nodes: Node[] = [];
  for (const root of graph.nodes) {
    const open = [root];
    for (let node = open.at(-1); node; node = open.at(-1)) {
      const waiting = done.has(node) ? [] : producers(graph, node).filter(producer => !done.has(producer));
      if (waiting.length > 0) {
        if (begun.has(node))
          throw new OnnxError(describe(node), 'it reads what is made from its own output', 'Export the model again');
        begun.add(node);
        open.push(...waiting.toReversed());
        continue;
      }
      open.pop();
      if (!done.has(node)) nodes.push(node);
      done.add(node);
    }
  }
  return graph.with({ nodes });
}

const producers = (graph: Graph, node: Node): Node[] => readsOf(node).flatMap(name => graph.producerOf(name) ?? []);
