import type { Assign, Call, Cell, Expression, Name } from '../ast.ts';
import type { ModuleSignature } from '../catalogue/signature.ts';
import type { Parsed } from '../parse.ts';
import type { Problem } from '../problem.ts';
import type { Span } from '../span.ts';
import type { Type } from '../types.ts';

/** What `check` knows of a file. */
export interface Analysis {
  readonly parsed: Parsed;
  /** Those of the parser and of the checker together, by their start. */
  readonly problems: readonly Problem[];
  /** One for each cell of the file. */
  readonly cells: readonly CellAnalysis[];
}

export interface CellAnalysis {
  readonly cell: Cell;
  /** In the order of their first appearance. */
  readonly variables: readonly Variable[];
  /** Of every expression, also those inside EVAL strings. */
  readonly types: ReadonlyMap<Expression, Type>;
  readonly steps: readonly StepInfo[];
}

export interface Variable {
  readonly name: string;
  /** An input that a step overwrites stays an input. */
  readonly kind: 'input' | 'step';
  /** After its last assignment. */
  readonly type: Type;
  /** Spans of the bare names: targets of steps, and names in `@input` directives. */
  readonly definitions: readonly Span[];
  /** Spans of the bare names, also inside EVAL strings. */
  readonly references: readonly Span[];
}

/** A step that calls a module. */
export interface StepInfo {
  readonly statement: Assign;
  readonly call: Call;
  /** The variable that it assigns. */
  readonly name: Name;
  /** Absent where there is no such module. */
  readonly signature?: ModuleSignature;
  /** Of its output. */
  readonly type: Type;
}
