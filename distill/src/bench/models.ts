import { type Attributes, float, GraphBuilder, int, ints, type Model, newestOpset } from '@vprog/onnx';
import type { RawTensor } from '@vprog/runtime/session';
import { randomNumbers } from '../random.ts';

/** What is fed, and what comes out. */
export const names = { input: 'input', logits: 'logits' } as const;

/** Evenly distributed numbers from -scale to scale. */
export function noise(dims: readonly number[], random: () => number, scale = 1): RawTensor {
  const size = dims.reduce((product, length) => product * length, 1);
  return { type: 'float32', dims, data: Float32Array.from({ length: size }, () => scale * (2 * random() - 1)) };
}

/** Appends layers with weights drawn as PyTorch draws them: from within 1 / sqrt(fan-in). */
class Layers {
  readonly builder: GraphBuilder;
  readonly #random: () => number;

  constructor(name: string, seed: number) {
    this.builder = new GraphBuilder(name);
    this.#random = randomNumbers(seed);
  }

  #tensor(name: string, dims: readonly number[], scale: number): string {
    return this.builder.initializer(name, noise(dims, this.#random, scale).data as Float32Array, dims);
  }

  op(opType: string, inputs: readonly string[], attributes: Attributes = {}, hint = opType): string {
    return this.builder.op(opType, inputs, attributes, hint);
  }

  /** On rows: one Gemm, its weight [columns, inner]. */
  dense(x: string, inner: number, columns: number, name: string, output = name): string {
    const bound = 1 / Math.sqrt(inner);
    const weight = this.#tensor(`${name}.weight`, [columns, inner], bound);
    const bias = this.#tensor(`${name}.bias`, [columns], bound);
    return this.op('Gemm', [x, weight, bias], { transB: int(1) }, output);
  }

  /** On any batch of rows: a product and a sum, as exporters write it, the weight [inner, columns]. */
  linear(x: string, inner: number, columns: number, name: string): string {
    const bound = 1 / Math.sqrt(inner);
    const weight = this.#tensor(`${name}.weight`, [inner, columns], bound);
    const bias = this.#tensor(`${name}.bias`, [columns], bound);
    return this.op('Add', [this.op('MatMul', [x, weight], {}, `${name}.product`), bias], {}, name);
  }

  norm(x: string, width: number, name: string): string {
    const scale = this.builder.initializer(`${name}.weight`, new Float32Array(width).fill(1));
    const bias = this.builder.initializer(`${name}.bias`, new Float32Array(width));
    return this.op('LayerNormalization', [x, scale, bias], { axis: int(-1), epsilon: float(1e-5) }, name);
  }

  reshape(x: string, dims: readonly number[]): string {
    return this.op('Reshape', [x, this.builder.constant(dims, 'int64')]);
  }

  transpose(x: string, perm: readonly number[]): string {
    return this.op('Transpose', [x], { perm: ints(perm) });
  }

  /** x Φ(x), in the form that exporters give it. */
  gelu(x: string): string {
    const { builder } = this;
    const erf = this.op('Erf', [this.op('Div', [x, builder.constant(Math.SQRT2)])]);
    const product = this.op('Mul', [x, this.op('Add', [erf, builder.constant(1)])]);
    return this.op('Mul', [product, builder.constant(0.5)]);
  }
}

export interface MlpSizes {
  readonly batch: number;
  readonly input: number;
  readonly hidden: number;
  readonly logits: number;
}

/** Two layers with ReLU between. */
export function mlp({ batch, input, hidden, logits }: MlpSizes): Model {
  const layers = new Layers('mlp', 1);
  const x = layers.builder.input(names.input, 'float32', [batch, input]);
  const h = layers.op('Relu', [layers.dense(x, input, hidden, 'first')]);
  layers.builder.output(layers.dense(h, hidden, logits, 'second', names.logits));
  return layers.builder.toModel(newestOpset);
}

export interface TransformerSizes {
  readonly batch: number;
  readonly tokens: number;
  readonly width: number;
  readonly heads: number;
  readonly blocks: number;
  readonly logits: number;
}

/** The encoder of a vision transformer, normalisation first, on embedded tokens; a linear head on their mean. */
export function transformer(sizes: TransformerSizes): Model {
  const { batch, tokens, width, blocks, logits } = sizes;
  const layers = new Layers('transformer', 2);
  let x = layers.builder.input(names.input, 'float32', [batch, tokens, width]);
  for (let block = 0; block < blocks; block++) {
    const name = `block${block}`;
    x = layers.op('Add', [x, attention(layers, layers.norm(x, width, `${name}.norm1`), sizes, name)]);
    const hidden = layers.linear(layers.norm(x, width, `${name}.norm2`), width, 4 * width, `${name}.up`);
    x = layers.op('Add', [x, layers.linear(layers.gelu(hidden), 4 * width, width, `${name}.down`)]);
  }
  const normal = layers.norm(x, width, 'norm');
  const axes = layers.builder.constant([1], 'int64');
  const mean = layers.op('ReduceMean', [normal, axes], { keepdims: int(0) });
  layers.builder.output(layers.dense(mean, width, logits, 'head', names.logits));
  return layers.builder.toModel(newestOpset);
}

/** Nodes named `q.product` and `v.product` of each block take adapters. */
export const takesAdapter = ({ name }: { readonly name: string }): boolean => /\.[qv]\.product$/.test(name);

function attention(layers: Layers, x: string, sizes: TransformerSizes, name: string): string {
  const { batch, tokens, width, heads } = sizes;
  const size = width / heads;
  const split = (part: string, perm: readonly number[]) => {
    const made = layers.linear(x, width, width, `${name}.${part}`);
    return layers.transpose(layers.reshape(made, [batch, tokens, heads, size]), perm);
  };
  const [q, k, v] = [split('q', [0, 2, 1, 3]), split('k', [0, 2, 3, 1]), split('v', [0, 2, 1, 3])];
  const scores = layers.op('Mul', [layers.op('MatMul', [q, k]), layers.builder.constant(1 / Math.sqrt(size))]);
  const mixed = layers.op('MatMul', [layers.op('Softmax', [scores], { axis: int(-1) }), v]);
  const joined = layers.reshape(layers.transpose(mixed, [0, 2, 1, 3]), [batch, tokens, width]);
  return layers.linear(joined, width, width, `${name}.out`);
}
