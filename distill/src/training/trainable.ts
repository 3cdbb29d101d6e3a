import { type Graph, type Node, OnnxError, readsOf } from '@vprog/onnx';

/** A tensor that training changes: a float32 initializer of the graph. */
export interface Trainable {
  readonly name: string;
  readonly dims: readonly number[];
  /** Whether weight decay acts on it: kernels and matrices only. */
  readonly decay: boolean;
  readonly role: Role;
  /** Factor of the learning rate. */
  readonly rate: number;
}

export type Role = 'weight' | 'bias' | 'norm' | 'adapter';

export type Choice =
  /** Weights and biases of convolutions and products, scale and bias of normalisations, slopes of PRelu. */
  | { readonly kind: 'all' }
  /**
   * The last layers (1 unless told) before each output. A layer is a convolution or a product with weights, together with
   * the biases, normalisations and slopes between it and the next.
   */
  | { readonly kind: 'head'; readonly layers?: number }
  /** Scale and bias of normalisations. */
  | { readonly kind: 'norms' }
  /** Any float32 initializers. */
  | { readonly kind: 'names'; readonly names: readonly string[] };

/** What trains in a node, by the positions of its inputs. Mean and variance of BatchNormalization stay as they are. */
const roles: Readonly<Record<string, readonly (Role | undefined)[]>> = {
  Conv: [undefined, 'weight', 'bias'],
  ConvTranspose: [undefined, 'weight', 'bias'],
  Gemm: ['weight', 'weight', 'bias'],
  MatMul: ['weight', 'weight'],
  BatchNormalization: [undefined, 'norm', 'norm'],
  LayerNormalization: [undefined, 'norm', 'norm'],
  GroupNormalization: [undefined, 'norm', 'norm'],
  InstanceNormalization: [undefined, 'norm', 'norm'],
  PRelu: [undefined, 'weight'],
};

const isLayer = (node: Node): boolean => isStandard(node) && /^(Conv|ConvTranspose|Gemm|MatMul)$/.test(node.opType);
const isStandard = ({ domain }: Node): boolean => domain === '' || domain === 'ai.onnx';

/**
 * The initializers to train, each once, in the order in which nodes read them. Only what the outputs depend on counts:
 * cut the graph to the outputs of the loss before.
 * @param graph constants lifted and folded (see `foldModel`), nodes in order.
 * @throws OnnxError if nothing is chosen, or a name is not that of a float32 initializer
 */
export function chooseWeights(graph: Graph, choice: Choice): Trainable[] {
  const following = layersAfter(graph);
  const live = graph.nodes.filter(node => following.has(node));
  const named = new Set(choice.kind === 'names' ? choice.names : []);
  const all = once(live.flatMap(node => [...weightsOf(graph, node), ...others(graph, node, named)]));
  if (choice.kind === 'names') return namedOf(graph, all, named);
  const last = choice.kind === 'head' ? (choice.layers ?? 1) : Number.POSITIVE_INFINITY;
  const head = new Set(
    live.flatMap(node => (following.get(node)! < last ? weightsOf(graph, node).map(({ name }) => name) : [])),
  );
  const chosen = all.filter(({ name, role }) => (choice.kind === 'norms' ? role === 'norm' : head.has(name)));
  if (chosen.length === 0) {
    const what = choice.kind === 'norms' ? 'scale or bias of a normalisation' : 'float32 weight';
    throw new OnnxError(`graph ${graph.name}`, `it has no ${what} to train`, 'Choose other weights, or name them');
  }
  return chosen;
}

function namedOf(graph: Graph, known: readonly Trainable[], names: ReadonlySet<string>): Trainable[] {
  const where = `graph ${graph.name}`;
  if (names.size === 0) throw new OnnxError(where, 'no weights are named to train', 'Name some');
  const unknown = [...names].find(name => known.every(other => other.name !== name));
  if (unknown !== undefined)
    throw new OnnxError(where, `${unknown} is no float32 initializer that its outputs depend on`, 'Name its weights');
  return known.filter(({ name }) => names.has(name));
}

/** The trainable tensors that a node reads, in the order of its inputs. */
function weightsOf(graph: Graph, node: Node): Trainable[] {
  if (!isStandard(node)) return [];
  const of = node.opType === 'Add' ? biasOfProduct(graph, node) : (roles[node.opType] ?? []);
  return node.inputs.flatMap((name, position) => {
    const role = of[position];
    return role === undefined ? [] : trainable(graph, name, role, role === 'weight' && node.opType !== 'PRelu');
  });
}

/** A constant that is added to what a product with weights makes: exporters write biases so. */
function biasOfProduct(graph: Graph, { inputs }: Node): (Role | undefined)[] {
  const isProduct = (name: string | undefined) => {
    const maker = graph.producerOf(name ?? '');
    return maker?.opType === 'MatMul' && weightsOf(graph, maker).length > 0;
  };
  return [isProduct(inputs[1]) ? 'bias' : undefined, isProduct(inputs[0]) ? 'bias' : undefined];
}

/** What else a node reads of the named tensors. */
const others = (graph: Graph, node: Node, names: ReadonlySet<string>): Trainable[] =>
  readsOf(node).flatMap(name => (names.has(name) ? trainable(graph, name, 'weight', true) : []));

function trainable(graph: Graph, name: string, role: Role, decays: boolean): Trainable[] {
  const tensor = graph.initializers.get(name);
  if (tensor?.type !== 'float32' || graph.inputs.some(input => input.name === name)) return [];
  return [{ name, dims: tensor.dims, decay: decays && tensor.dims.length >= 2, role, rate: 1 }];
}

function once(all: readonly Trainable[]): Trainable[] {
  const seen = new Set<string>();
  return all.filter(({ name }) => !seen.has(name) && seen.add(name));
}

/** For each node that an output depends on, how many layers follow it on the longest way to an output. */
function layersAfter(graph: Graph): ReadonlyMap<Node, number> {
  const after = new Map(graph.outputs.map(({ name }) => [name, 0]));
  const following = new Map<Node, number>();
  for (const node of graph.nodes.toReversed()) {
    const counts = node.outputs.flatMap(name => after.get(name) ?? []);
    if (counts.length === 0) continue;
    const count = Math.max(...counts);
    following.set(node, count);
    const before = count + (isLayer(node) && weightsOf(graph, node).length > 0 ? 1 : 0);
    for (const name of readsOf(node)) after.set(name, Math.max(before, after.get(name) ?? 0));
  }
  return following;
}
