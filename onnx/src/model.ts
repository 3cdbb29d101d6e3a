import type { Graph } from './graph.ts';

/** An ONNX file. Never changed in place. */
export interface Model {
  /** Version of the file format. */
  readonly irVersion: number;
  /** Version of each set of operators by its domain; '' is ONNX's own. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: Graph;
  /** Operators that the file itself defines; kept as they are. */
  readonly functions: readonly object[];
  readonly producer: string;
  readonly metadata: ReadonlyMap<string, string>;
}

/** The version of ONNX's own operators that a model uses. */
export const opsetOf = (model: Model): number => model.opsets.get('') ?? model.opsets.get('ai.onnx') ?? 1;

/** The lowest file format that may hold each version of ONNX's operators. */
const formats: readonly (readonly [opset: number, irVersion: number])[] = [
  [9, 4],
  [10, 5],
  [11, 6],
  [12, 7],
  [15, 8],
  [19, 9],
  [21, 10],
  [23, 11],
];

/** A model around a graph. Functions, producer and metadata come from `base`, where there is one. */
export function modelOf(graph: Graph, opset: number, base?: Model): Model {
  const format = formats.findLast(([since]) => since <= opset)?.[1] ?? 4;
  return {
    irVersion: Math.max(format, base?.irVersion ?? 0),
    opsets: new Map([...(base?.opsets ?? []), ['', opset] as const].filter(([domain]) => domain !== 'ai.onnx')),
    graph,
    functions: base?.functions ?? [],
    producer: base?.producer ?? 'vprog',
    metadata: base?.metadata ?? new Map(),
  };
}
