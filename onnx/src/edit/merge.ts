import { GraphBuilder } from '../builder.ts';
import { OnnxError } from '../errors.ts';
import type { Graph } from '../graph.ts';

/** Inputs of one graph and the values of another that feed them. */
export type Connections = Readonly<Record<string, string>>;

export interface Merged {
  /** Inputs: those of the first, then those of the second that are not connected. Outputs: of both. */
  readonly graph: Graph;
  /** The second graph's inputs and outputs by their names before, as they are called now. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Two graphs as one. Names of the second change where the first has them too.
 * Both must use the same version of the operators: see `toOpset`.
 * @throws OnnxError if a connection names what is not there
 */
export function merge(first: Graph, second: Graph, connections: Connections = {}): Merged {
  const builder = GraphBuilder.from(first);
  const feeds = { ...connections };
  for (const { name, type, dims } of second.inputs) {
    if (second.initializers.has(name) || name in feeds) continue;
    if (type === undefined) throw new OnnxError(`input ${name}`, 'its type is not known', 'Connect it to a value');
    feeds[name] = builder.input(name, type, dims);
  }
  const names = builder.inline(second, feeds);
  for (const { name, ...info } of second.outputs) {
    const value = names.get(name)!;
    builder.output(value, value, info);
  }
  return { graph: builder.toGraph(), names };
}
