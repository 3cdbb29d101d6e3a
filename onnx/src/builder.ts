import { type Attributes, graphsOf } from './attribute.ts';
import type { DataType, TypedArray } from './data-type.ts';
import { rewritten } from './edit/rename.ts';
import { OnnxError } from './errors.ts';
import { allNames, Graph, type Node, type ValueInfo } from './graph.ts';
import { type Model, modelOf } from './model.ts';
import { freshNames } from './names.ts';
import { numbersTensor, type Tensor, tensorOf } from './tensor.ts';

/** Builds a graph node by node. Values are strings: the names that it hands out. */
export class GraphBuilder {
  readonly #name: string;
  readonly #nodes: Node[] = [];
  readonly #inputs: ValueInfo[] = [];
  readonly #outputs: ValueInfo[] = [];
  readonly #initializers = new Map<string, Tensor>();
  readonly #valueInfo = new Map<string, ValueInfo>();
  readonly #constants = new Map<string, string>();
  readonly #fresh: ReturnType<typeof freshNames>;

  /** @param taken names that must not be made, such as those of the graph around this one */
  constructor(name = 'graph', taken: Iterable<string> = []) {
    this.#name = name;
    this.#fresh = freshNames(taken);
  }

  /** A builder that goes on where a graph ends: with its nodes, inputs, initializers, and its outputs unless told otherwise. */
  static from(graph: Graph, options: { readonly outputs?: boolean } = {}): GraphBuilder {
    const builder = new GraphBuilder(graph.name, allNames(graph));
    builder.#take(graph);
    builder.#inputs.push(...graph.inputs);
    if (options.outputs ?? true) builder.#outputs.push(...graph.outputs);
    return builder;
  }

  /** A name that nothing has yet: `hint` itself where it is free. */
  fresh(hint: string): string {
    return this.#fresh(hint);
  }

  /** A new input. Its name is `name` if that is free. */
  input(name: string, type: DataType, dims?: ValueInfo['dims']): string {
    const value = this.fresh(name);
    this.#inputs.push({ name: value, type, dims });
    return value;
  }

  /** Makes a value an output, under `name` if given: an Identity then bears that name. @throws OnnxError if the name is taken */
  output(value: string, name = value, info: Omit<ValueInfo, 'name'> = {}): string {
    if (name !== value) {
      if (this.fresh(name) !== name) throw new OnnxError(`output ${name}`, 'the name is taken', 'Give another one');
      this.#nodes.push({ name: '', opType: 'Identity', domain: '', inputs: [value], outputs: [name], attributes: {} });
    }
    this.#outputs.push({ ...info, name });
    return name;
  }

  /** A new constant over an array's own bytes, under `name` if that is free. */
  initializer(name: string, values: TypedArray, dims?: readonly number[], type?: DataType): string {
    return this.tensor(tensorOf(name, values, dims, type));
  }

  /** A tensor as a new initializer, under its own name if that is free. */
  tensor(tensor: Tensor): string {
    const name = this.fresh(tensor.name);
    this.#initializers.set(name, name === tensor.name ? tensor : { ...tensor, name });
    return name;
  }

  /**
   * A small constant, made once for equal values: a number is a scalar, a list has one dimension unless told.
   * @param type float32 unless told
   */
  constant(values: number | readonly number[], type: DataType = 'float32', dims?: readonly number[]): string {
    const list = typeof values === 'number' ? [values] : values;
    const shape = dims ?? (typeof values === 'number' ? [] : [list.length]);
    const key = `${type} ${shape} ${list.map(value => (Object.is(value, -0) ? '-0' : value))}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const hint = `const_${type}_${list.length > 4 ? list.length : list.join('_')}`;
    const name = this.tensor(numbersTensor(hint, values, type, shape));
    this.#constants.set(key, name);
    return name;
  }

  /**
   * A new node of ONNX's own operators.
   * @param inputs values; '' for an optional one that is left out
   * @param outputs how many, or hints for their names
   * @returns the names of its outputs
   */
  node(
    opType: string,
    inputs: readonly string[],
    attributes: Attributes = {},
    outputs: number | readonly string[] = 1,
    domain = '',
  ): string[] {
    const hints = typeof outputs === 'number' ? Array.from({ length: outputs }, () => opType) : outputs;
    const made = hints.map(hint => this.fresh(hint));
    const node = { name: made[0] ?? '', opType, domain, inputs, outputs: made, attributes };
    // A value must not be called as one of a graph inside is.
    for (const inside of graphsOf(node)) for (const name of allNames(inside)) this.fresh(name);
    this.#nodes.push(node);
    return made;
  }

  /** A new node with one output; its name. */
  op(opType: string, inputs: readonly string[], attributes: Attributes = {}, hint = opType): string {
    return this.node(opType, inputs, attributes, [hint])[0]!;
  }

  /** What is known of a value; ONNX Runtime checks it. */
  describe(info: ValueInfo): void {
    this.#valueInfo.set(info.name, info);
  }

  /**
   * Puts a whole graph in, under names that nothing has yet.
   * @param feeds for each of its inputs the value that feeds it
   * @returns its values by their names before, as they are called now
   * @throws OnnxError if an input is fed by nothing
   */
  inline(graph: Graph, feeds: Readonly<Record<string, string>>, prefix = ''): ReadonlyMap<string, string> {
    const fed = new Map(Object.entries(feeds));
    const starved = graph.inputs.find(({ name }) => !fed.has(name) && !graph.initializers.has(name));
    if (starved)
      throw new OnnxError(`graph ${graph.name}`, `nothing feeds its input ${starved.name}`, 'Name a value for it');
    const names = new Map([...allNames(graph)].map(name => [name, fed.get(name) ?? this.fresh(prefix + name)]));
    const initializers = new Map([...graph.initializers].filter(([name]) => !fed.has(name)));
    this.#take(rewritten(graph.with({ initializers }), name => names.get(name) ?? name));
    return names;
  }

  #take({ nodes, initializers, valueInfo }: Graph): void {
    this.#nodes.push(...nodes);
    for (const [name, tensor] of initializers) this.#initializers.set(name, tensor);
    for (const [name, info] of valueInfo) this.#valueInfo.set(name, info);
  }

  /** The graph as built so far. */
  toGraph(): Graph {
    return new Graph({
      name: this.#name,
      nodes: [...this.#nodes],
      inputs: [...this.#inputs],
      outputs: [...this.#outputs],
      initializers: new Map(this.#initializers),
      valueInfo: new Map(this.#valueInfo),
    });
  }

  /** The graph as a model. Domains of other operators come from `base`. */
  toModel(opset: number, base?: Model): Model {
    return modelOf(this.toGraph(), opset, base);
  }
}
