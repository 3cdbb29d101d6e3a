import type { Expression } from '../ast.ts';
import type { ModuleSignature } from '../catalogue/signature.ts';
import type { Environment } from '../config.ts';
import type { LineIndex } from '../line-index.ts';
import type { Span } from '../span.ts';
import type { Type } from '../types.ts';
import type { Reporter } from './report.ts';
import type { Scope } from './scope.ts';

/** What is known at a place of a cell, while it is read from top to bottom. */
export interface Flow {
  readonly text: string;
  readonly lines: LineIndex;
  readonly environment: Environment;
  readonly modules: ReadonlyMap<string, ModuleSignature>;
  readonly scope: Scope;
  readonly types: Map<Expression, Type>;
  readonly reporter: Reporter;
  /** Where each name of the cell is first assigned. */
  readonly firstAssigned: ReadonlyMap<string, Span>;
  /** What is being read: arguments, the text of EVAL, or an expectation over the results. */
  readonly reads: 'program' | 'eval' | 'expectation';
}

/** In EVAL and in expectations, texts of models are truth values and numbers. */
export const readsAnswers = ({ reads }: Flow): boolean => reads !== 'program';

/** A piece of source. */
export const sourceOf = ({ text }: Flow, { start, end }: Span): string => text.slice(start, end);
