import type { Type } from '../types.ts';

/** The unit that is bound to a model and that distillation improves; both program forms share it. */
export type Capability =
  | 'detect'
  | 'answer'
  | 'match'
  | 'segment'
  | 'faces'
  | 'depth'
  | 'inpaint'
  | 'read'
  | 'knowledge';

export interface Parameter {
  readonly name: string;
  readonly type: Type;
  /** One line of Markdown. */
  readonly doc: string;
  /** Absent: the argument is required. Source text, such as `None`. */
  readonly default?: string;
  /** The string is an expression in EVAL's grammar. */
  readonly expression?: true;
  /** The string is a phrase for the bound model; its labels complete it. */
  readonly phrase?: true;
  /** The strings that make sense here, for completion. */
  readonly values?: readonly string[];
}

/** What everybody knows of a module: the checker, completion, hover, the interpreter and the distiller read the same. */
export interface ModuleSignature {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly returns: Type;
  /** Markdown; the first sentence stands alone in completion. */
  readonly doc: string;
  /** A step that works as it stands on an example photo. */
  readonly example: string;
  /** The model capability it calls; absent for modules that only compute. */
  readonly capability?: Capability;
  /** It works without a model too, if less well. */
  readonly modelOptional?: true;
}
