import {
  allNames,
  freshNames,
  type Graph,
  type Node,
  numbersTensor,
  OnnxError,
  readsOf,
  sizeOf,
  type Tensor,
  tensorOf,
  valuesOf,
} from '@vprog/onnx';
import { randomNumbers } from '../random.ts';
import { type Adapter, adapterOf, labelOf } from './adapter.ts';
import type { Trainable } from './trainable.ts';

export interface LoraOptions {
  /** Channels between A and B; 8 unless told. */
  readonly rank?: number;
  /** The adapter's part is scaled by alpha / rank; 16 unless told. */
  readonly alpha?: number;
  /** Names of nodes (of a node without one, its output's), or what they have in common. */
  readonly nodes: readonly string[] | ((node: Node) => boolean);
  readonly seed: number;
}

export interface Adapted {
  readonly graph: Graph;
  readonly adapters: readonly Adapter[];
  /** A and B of each adapter. */
  readonly trainable: readonly Trainable[];
}

/**
 * Low-rank adaptation (Hu et al., 2021): to what a node makes of x and its weight is added x A B, scaled, with thin A and B,
 * so that no gradient of the weight itself is needed. B starts as zero, and so the outputs as they were; A is drawn
 * evenly from within 1 / sqrt(fan-in).
 * @param graph operators of version 20, constants lifted.
 * @throws OnnxError at a node that cannot be adapted or is not there, and where none is chosen
 */
export function addLora(graph: Graph, options: LoraOptions): Adapted {
  const { rank = 8, alpha = 16 } = options;
  if (!Number.isInteger(rank) || rank < 1)
    throw new OnnxError(`graph ${graph.name}`, `adapters cannot have rank ${rank}`, 'Give a whole number from 1');
  const chosen = chosenNodes(graph, options.nodes);
  const fresh = freshNames(allNames(graph));
  const factor = numbersTensor(fresh('lora_scale'), alpha / rank, 'float32');
  const settings = { rank, scale: alpha / rank, factor: factor.name, fresh, random: randomNumbers(options.seed) };
  const initializers = new Map(graph.initializers);
  const adapters: Adapter[] = [];
  const trainable: Trainable[] = [];
  const nodes = graph.nodes.flatMap(node => {
    if (!chosen.has(node)) return [node];
    const { adapter, a, b, nodes } = adapterOf(graph, node, settings);
    adapters.push(adapter);
    for (const { name, dims } of [a, b]) trainable.push({ name, dims, decay: true, role: 'adapter', rate: 1 });
    for (const tensor of [a, b]) initializers.set(tensor.name, tensor);
    return nodes;
  });
  if (nodes.some(({ inputs }) => inputs.includes(factor.name))) initializers.set(factor.name, factor);
  return { graph: graph.with({ nodes, initializers }), adapters, trainable };
}

function chosenNodes({ name, nodes }: Graph, choice: LoraOptions['nodes']): ReadonlySet<Node> {
  const where = `graph ${name}`;
  if (typeof choice !== 'function') {
    const missing = choice.find(label => !nodes.some(node => labelOf(node) === label));
    if (missing !== undefined)
      throw new OnnxError(where, `it has no node ${missing} to adapt`, 'Give the name of one of its nodes');
  }
  const chosen = nodes.filter(typeof choice === 'function' ? choice : node => choice.includes(labelOf(node)));
  if (chosen.length === 0)
    throw new OnnxError(where, 'no node is chosen for an adapter', 'Choose nodes of MatMul, Gemm or Conv');
  return new Set(chosen);
}

/**
 * The graph as it was before `addLora`, with the adapters' products added to its weights. A weight that other nodes read
 * too stays as it is for them: the adapted node gets its own.
 * @param values of each A and B by name; others are not looked at.
 * @throws OnnxError if values are missing or a weight's are in another file (see `loadExternal`)
 */
export function mergeLora(
  graph: Graph,
  adapters: readonly Adapter[],
  values: ReadonlyMap<string, Float32Array>,
): Graph {
  const made = new Set(adapters.flatMap(adapter => adapter.made));
  const removed = new Set(graph.nodes.filter(({ outputs }) => outputs.some(name => made.has(name))));
  const rest = new Map(adapters.map(adapter => [adapter.base, adapter] as const));
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const fresh = freshNames(allNames(graph));
  const initializers = new Map(graph.initializers);
  const nodes = graph.nodes.flatMap(node => {
    if (removed.has(node)) return [];
    const adapter = rest.get(node.outputs[0]!);
    if (adapter === undefined) return [node];
    rest.delete(adapter.base);
    const { weight } = adapter;
    const shared = outputs.has(weight) || graph.consumersOf(weight).length > 1;
    const name = shared ? fresh(weight) : weight;
    initializers.set(name, mergedWeight(graph, adapter, values, name));
    return [{ ...node, inputs: node.inputs.with(1, name), outputs: [adapter.output] }];
  });
  const [lost] = rest.values();
  if (lost) throw new OnnxError(`node ${lost.node}`, 'the graph has no adapter for it', 'Give the graph of addLora');
  const merged = graph.with({ nodes });
  // Names that only adapters read, and weights that only adapted nodes did.
  const idle = [...[...removed].flatMap(readsOf), ...adapters.map(({ weight }) => weight)];
  for (const name of idle) if (!outputs.has(name) && merged.consumersOf(name).length === 0) initializers.delete(name);
  return merged.with({ initializers });
}

/** weight + scale B A, or + scale A B, summed in float64. */
function mergedWeight(
  graph: Graph,
  { weight, a, b, outFirst, scale }: Adapter,
  values: ReadonlyMap<string, Float32Array>,
  name: string,
): Tensor {
  const { dims, ...tensor } = graph.initializers.get(weight)!;
  const before = valuesOf({ dims, ...tensor }) as Float32Array;
  const [left, right] = (outFirst ? [b, a] : [a, b]).map(factor => {
    const given = values.get(factor);
    if (given === undefined || given.length !== sizeOf(graph.initializers.get(factor)?.dims ?? [0]))
      throw new OnnxError(`tensor ${factor}`, 'its trained values are missing or of another size', 'Give all adapters');
    return given;
  }) as [Float32Array, Float32Array];
  const rows = dims[0]!;
  const [columns, rank] = [before.length / rows, left.length / rows];
  const after = new Float32Array(before.length);
  const row = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    row.fill(0);
    for (let k = 0; k < rank; k++) {
      const factor = scale * left[i * rank + k]!;
      for (let j = 0; j < columns; j++) row[j]! += factor * right[k * columns + j]!;
    }
    for (let j = 0; j < columns; j++) after[i * columns + j] = before[i * columns + j]! + row[j]!;
  }
  return tensorOf(name, after, dims);
}
