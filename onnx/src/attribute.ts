import { describe } from './describe.ts';
import { OnnxError } from './errors.ts';
import type { Graph, Node } from './graph.ts';
import type { Tensor } from './tensor.ts';

/** What each kind of attribute holds. */
interface Values {
  int: number;
  float: number;
  string: string;
  ints: readonly number[];
  floats: readonly number[];
  strings: readonly string[];
  tensor: Tensor;
  graph: Graph;
  graphs: readonly Graph[];
  /** Sparse tensors, types and references to a function's attributes: kept as they are. */
  other: object;
}

type Kind = keyof Values;

/** A named value of a node. ONNX tells integers from floats, which JavaScript does not: hence the kinds. */
export type Attribute = { [K in Kind]: { readonly kind: K; readonly value: Values[K] } }[Kind];

export type Attributes = Readonly<Record<string, Attribute>>;

/** Clamped to int64, so that ONNX's "to the end" (2^63 - 1) survives being a number. */
export const int = (value: number): Attribute => ({ kind: 'int', value });
export const float = (value: number): Attribute => ({ kind: 'float', value });
export const string = (value: string): Attribute => ({ kind: 'string', value });
export const ints = (value: readonly number[]): Attribute => ({ kind: 'ints', value });
export const floats = (value: readonly number[]): Attribute => ({ kind: 'floats', value });
export const strings = (value: readonly string[]): Attribute => ({ kind: 'strings', value });
export const tensor = (value: Tensor): Attribute => ({ kind: 'tensor', value });
export const graph = (value: Graph): Attribute => ({ kind: 'graph', value });

/** Reads an attribute of one kind: with a default, never undefined. @throws OnnxError if the attribute is of another kind */
interface Reader<T> {
  (node: Node, name: string): T | undefined;
  (node: Node, name: string, otherwise: T): T;
}

function reader<K extends Kind>(kind: K): Reader<Values[K]> {
  function of(node: Node, name: string): Values[K] | undefined;
  function of(node: Node, name: string, otherwise: Values[K]): Values[K];
  function of(node: Node, name: string, otherwise?: Values[K]): Values[K] | undefined {
    const attribute = node.attributes[name];
    if (attribute === undefined) return otherwise;
    if (attribute.kind !== kind)
      throw new OnnxError(
        describe(node),
        `attribute ${name} is ${attribute.kind} where ${kind} is due`,
        'Export the model again',
      );
    return attribute.value as Values[K];
  }
  return of;
}

export const intOf = reader('int');
export const floatOf = reader('float');
export const stringOf = reader('string');
export const intsOf = reader('ints');
export const floatsOf = reader('floats');
export const stringsOf = reader('strings');
export const tensorOfAttribute = reader('tensor');
export const graphOf = reader('graph');

/** The graphs that a node carries: branches of If, bodies of Loop and Scan. */
export const graphsOf = (node: Node): readonly Graph[] =>
  Object.values(node.attributes).flatMap(attribute =>
    attribute.kind === 'graph' ? [attribute.value] : attribute.kind === 'graphs' ? attribute.value : [],
  );

/** The attributes without some of them. */
export const without = (attributes: Attributes, ...names: readonly string[]): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));

/** The node with the graphs that it carries changed. */
export function mapGraphs(node: Node, change: (graph: Graph) => Graph): Node {
  if (graphsOf(node).length === 0) return node;
  const inside = (attribute: Attribute): Attribute => {
    if (attribute.kind === 'graph') return { kind: 'graph', value: change(attribute.value) };
    if (attribute.kind === 'graphs') return { kind: 'graphs', value: attribute.value.map(change) };
    return attribute;
  };
  const attributes = Object.entries(node.attributes).map(([name, value]) => [name, inside(value)]);
  return { ...node, attributes: Object.fromEntries(attributes) };
}
