import {
  type Attributes,
  describe,
  float,
  floatOf,
  type Graph,
  int,
  intOf,
  type Node,
  OnnxError,
  sizeOf,
  type Tensor,
  tensorOf,
} from '@vprog/onnx';

/** What one adapter added to a graph, in names of values. Plain data, so that it can lie in a file. */
export interface Adapter {
  /** The adapted node, by its name or else its output's. */
  readonly node: string;
  readonly weight: string;
  /** The thin tensors. Where `outFirst`: [rank, in, ...kernel] and [out, rank, ...1]; else [in, rank] and [rank, out]. */
  readonly a: string;
  readonly b: string;
  /** Whether the weight is [out, in, ...kernel], and gains scale B A; else it is [in, out], and gains scale A B. */
  readonly outFirst: boolean;
  readonly scale: number;
  /** What the adapted node made before, and the last node of the adapter makes now. */
  readonly output: string;
  /** What the adapted node makes now. */
  readonly base: string;
  /** All that the adapter's own nodes make. */
  readonly made: readonly string[];
}

/** A node's name for a choice, as messages show it. */
export const labelOf = (node: Node): string => node.name || node.outputs.find(Boolean) || '';

export interface AdapterOptions {
  readonly rank: number;
  readonly scale: number;
  /** The initializer that holds `scale`: a float32 scalar. */
  readonly factor: string;
  readonly fresh: (hint: string) => string;
  /** Numbers in [0, 1). */
  readonly random: () => number;
}

interface Made {
  readonly adapter: Adapter;
  readonly a: Tensor;
  readonly b: Tensor;
  /** The adapted node, and the adapter's, in order. */
  readonly nodes: readonly Node[];
}

/**
 * An adapter beside a node.
 * @param graph the one that the node is of.
 * @throws OnnxError if the node has no form that can be adapted
 */
export function adapterOf(graph: Graph, node: Node, options: AdapterOptions): Made {
  const { rank, scale, factor, fresh, random } = options;
  const weight = weightOf(graph, node);
  const outFirst = node.opType === 'Conv' || (node.opType === 'Gemm' && intOf(node, 'transB', 0) !== 0);
  const [rows, columns] = [weight.dims[0]!, weight.dims[1]!];
  const kernel = weight.dims.slice(2);
  const aDims = outFirst ? [rank, columns, ...kernel] : [rows, rank];
  const bDims = outFirst ? [rows, rank, ...kernel.map(() => 1)] : [rank, columns];
  const bound = 1 / Math.sqrt(sizeOf(aDims) / rank);
  const drawn = Float32Array.from({ length: sizeOf(aDims) }, () => (2 * random() - 1) * bound);
  const a = tensorOf(fresh(`${weight.name}.lora_a`), drawn, aDims);
  const b = tensorOf(fresh(`${weight.name}.lora_b`), new Float32Array(sizeOf(bDims)), bDims);

  const output = node.outputs[0]!;
  const base = fresh(`${output}.base`);
  const nodes: Node[] = [{ ...node, outputs: [base] }];
  const append = (opType: string, inputs: readonly string[], attributes: Attributes, made: string, name = made) => {
    nodes.push({ name, opType, domain: '', inputs, outputs: [made], attributes });
  };
  const [low, scaled, high] = ['low', 'scaled', 'high'].map(part => fresh(`${output}.lora_${part}`)) as [
    string,
    string,
    string,
  ];
  const x = node.inputs[0]!;
  if (node.opType === 'Gemm') {
    const transB = int(outFirst ? 1 : 0);
    append('Gemm', [x, a.name], { alpha: float(scale * floatOf(node, 'alpha', 1)), transB }, low);
    append('Gemm', [low, b.name], { transB }, high);
  } else {
    append(node.opType, [x, a.name], node.attributes, low);
    append('Mul', [low, factor], {}, scaled);
    append(node.opType, [scaled, b.name], {}, high);
  }
  append('Add', [base, high], {}, output, fresh(`${output}.lora_sum`));
  const made = nodes.slice(1).flatMap(({ outputs }) => outputs);
  const names = { node: labelOf(node), weight: weight.name, a: a.name, b: b.name, output, base, made };
  return { adapter: { ...names, outFirst, scale }, a, b, nodes };
}

/** The weight of a node that can be adapted. */
function weightOf(graph: Graph, node: Node): Tensor {
  const refuse = (reason: string) =>
    new OnnxError(describe(node), `it cannot have an adapter, since ${reason}`, 'Leave it out, or train its weights');
  if (!/^(MatMul|Gemm|Conv)$/.test(node.opType) || !(node.domain === '' || node.domain === 'ai.onnx'))
    throw refuse('only MatMul, Gemm and Conv can');
  const group = node.opType === 'Conv' ? intOf(node, 'group', 1) : 1;
  if (group !== 1) throw refuse(`its channels are in ${group} groups`);
  if (node.opType === 'Gemm' && intOf(node, 'transA', 0) !== 0) throw refuse('its input is transposed (transA)');
  const name = node.inputs[1]!;
  const weight = graph.initializers.get(name);
  if (weight === undefined || graph.inputs.some(input => input.name === name))
    throw refuse('its second input is not a constant');
  if (weight.type !== 'float32') throw refuse(`its weight is ${weight.type}, not float32`);
  if (node.opType !== 'Conv' && weight.dims.length !== 2) throw refuse('its weight is not a matrix');
  return weight;
}
