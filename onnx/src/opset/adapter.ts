import type { DataType } from '../data-type.ts';
import type { Node } from '../graph.ts';

/** What an adapter may do beside looking at its node. */
export interface Surroundings {
  /** A new constant with one dimension, or a scalar for a number; its name. */
  constant(values: number | readonly number[], type: DataType): string;
  /** A name for a value between new nodes. */
  fresh(hint: string): string;
  /** The element type of a value, where the file or the caller tells. */
  typeOf(value: string): DataType | undefined;
  /** The number of dimensions of a value, where the file or the caller tells. */
  rankOf(value: string): number | undefined;
  /** Ends the conversion: this use of the operator has no equal in the newer version. */
  refuse(why: string): never;
}

/** Rewrites a node as the next version of its operator has it, keeping its outputs. */
export type Adapter = (node: Node, surroundings: Surroundings) => readonly Node[];

/** Operators that changed at one version of ONNX's operators, and how. Those that only gained types or attributes with the old behaviour as default need none. */
export type Changes = Readonly<Record<string, Adapter>>;
