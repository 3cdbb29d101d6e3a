import { type Attributes, graphsOf } from './attribute.ts';
import type { DataType } from './data-type.ts';
import type { Tensor } from './tensor.ts';

/** An operator at work. Never changed in place; the same goes for all that a graph is made of. */
export interface Node {
  /** For messages; may be '' and need not be unique. */
  readonly name: string;
  readonly opType: string;
  /** '' is ONNX's own set of operators. */
  readonly domain: string;
  /** Names of values; '' is an optional input that is left out. */
  readonly inputs: readonly string[];
  /** Names of values; '' is an output that nobody reads. */
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

/** What is known of a value. A number is a fixed dimension, a string names one that varies, undefined is unknown. */
export interface ValueInfo {
  readonly name: string;
  /** Absent: unknown, which ONNX Runtime takes for outputs but not for inputs. */
  readonly type?: DataType | undefined;
  /** Absent: unknown rank. */
  readonly dims?: readonly (number | string | undefined)[] | undefined;
  /** Set instead of type and dims for sequences, maps and optionals, and kept as it is. */
  readonly notTensor?: object | undefined;
}

export interface GraphParts {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** By name. */
  readonly initializers: ReadonlyMap<string, Tensor>;
  /** What is known of values between: shapes, where an exporter left them. By name. */
  readonly valueInfo: ReadonlyMap<string, ValueInfo>;
}

/** A graph, and who makes and reads each of its values. */
export class Graph implements GraphParts {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly initializers: ReadonlyMap<string, Tensor>;
  readonly valueInfo: ReadonlyMap<string, ValueInfo>;
  #producers: ReadonlyMap<string, Node> | undefined;
  #consumers: ReadonlyMap<string, readonly Node[]> | undefined;

  constructor(parts: Partial<GraphParts>) {
    this.name = parts.name ?? 'graph';
    this.nodes = parts.nodes ?? [];
    this.inputs = parts.inputs ?? [];
    this.outputs = parts.outputs ?? [];
    this.initializers = parts.initializers ?? new Map();
    this.valueInfo = parts.valueInfo ?? new Map();
  }

  /** The same graph with some parts replaced. */
  with(parts: Partial<GraphParts>): Graph {
    return new Graph({ ...this.#parts(), ...parts });
  }

  /** The node that makes a value; undefined for inputs and initializers, and for what the graph has not. */
  producerOf(value: string): Node | undefined {
    this.#producers ??= new Map(
      this.nodes.flatMap(node => node.outputs.filter(Boolean).map(name => [name, node] as const)),
    );
    return this.#producers.get(value);
  }

  /** The nodes that read a value, in their order, each once; those that read it inside their own graphs too. */
  consumersOf(value: string): readonly Node[] {
    this.#consumers ??= consumersIn(this.nodes);
    return this.#consumers.get(value) ?? [];
  }

  #parts(): GraphParts {
    const { name, nodes, inputs, outputs, initializers, valueInfo } = this;
    return { name, nodes, inputs, outputs, initializers, valueInfo };
  }
}

function consumersIn(nodes: readonly Node[]): ReadonlyMap<string, readonly Node[]> {
  const consumers = new Map<string, Node[]>();
  for (const node of nodes)
    for (const name of readsOf(node)) {
      const readers = consumers.get(name);
      if (readers) readers.push(node);
      else consumers.set(name, [node]);
    }
  return consumers;
}

/** The values that a node reads, each once: its inputs and what its own graphs take from around them. */
export function readsOf(node: Node): readonly string[] {
  const captured = graphsOf(node).flatMap(capturesOf);
  return [...new Set([...node.inputs.filter(Boolean), ...captured])];
}

/** The values that a graph reads without making them: what it takes from the graph around it. */
export function capturesOf(graph: Graph): readonly string[] {
  const own = new Set(namesOf(graph));
  const reads = [...graph.nodes.flatMap(readsOf), ...graph.outputs.map(({ name }) => name)];
  return [...new Set(reads)].filter(name => !own.has(name));
}

/** The values that a graph makes or is given, those inside its nodes' graphs left out. */
export function namesOf(graph: Graph): string[] {
  const made = graph.nodes.flatMap(({ outputs }) => outputs.filter(Boolean));
  return [...graph.inputs.map(({ name }) => name), ...graph.initializers.keys(), ...made];
}

/** Every name in use, in the graphs inside too: what a new name must differ from. */
export function allNames(graph: Graph): Set<string> {
  const inner = graph.nodes.flatMap(node => [node.name, ...graphsOf(node).flatMap(inside => [...allNames(inside)])]);
  return new Set([...namesOf(graph), ...inner]);
}
