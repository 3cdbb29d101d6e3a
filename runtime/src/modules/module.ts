import type { Capability } from '@vprog/language';
import type { Answer, Capabilities } from '../capabilities.ts';
import type { Shape } from '../protocol.ts';
import type { Picture, RuntimeValue } from '../values.ts';

/** What a module has beside its arguments. */
export interface ModuleContext {
  readonly models: Capabilities;
  /** Notes which model answered and passes its warnings on; returns the value. */
  use<T>(answer: Answer<T>): T;
  /** A fallback was used, or the like: one sentence. */
  warn(message: string): void;
  /** Marks places on the picture that `show` gives and the output does not tell; they belong to a cached result too. */
  mark(shapes: readonly Shape[]): void;
}

export type Arguments = Readonly<Record<string, RuntimeValue>>;

export interface Shown {
  readonly picture: Picture;
  /** Over the picture, in its coordinates. */
  readonly shapes: readonly Shape[];
}

/**
 * How a module of the language's catalogue is carried out. Arguments come checked against the signature (defaults
 * filled in, a list of objects where boxes are asked for is passed as it is). The result depends on nothing but the
 * arguments, the models named in `capabilities`, and `version`.
 */
export interface ModuleImplementation {
  /** Raise it when results change: it is part of the cache key. */
  readonly version: number;
  /** Whose bound models the result depends on. */
  readonly capabilities: readonly Capability[];
  run(args: Arguments, context: ModuleContext): Promise<RuntimeValue>;
  /** What a person should see for this step; absent: the output itself, where it is a picture. `marks`: what `run` marked. */
  show?(args: Arguments, output: RuntimeValue, marks: readonly Shape[]): Shown | undefined;
}
