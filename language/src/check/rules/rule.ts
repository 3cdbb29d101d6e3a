import type { Call, Expression } from '../../ast.ts';
import type { ModuleSignature } from '../../catalogue/signature.ts';
import type { StepInfo } from '../analysis.ts';
import type { Flow } from '../flow.ts';

/** A step of a known module, with what the steps above it were. */
export interface StepFacts {
  readonly step: StepInfo & { readonly signature: ModuleSignature };
  /** The step that last assigned each name, above this one. */
  readonly producers: ReadonlyMap<string, StepInfo>;
  /** Names that some step of the cell counts. */
  readonly counted: ReadonlySet<string>;
}

/** Reports what runs and is likely wrong, or needs a model. */
export type Rule = (facts: StepFacts, flow: Flow) => void;

/** The argument for a parameter, by name or position. */
export function argumentOf(call: Call, signature: ModuleSignature, name: string): Expression | undefined {
  const position = signature.parameters.findIndex(parameter => parameter.name === name);
  const named = call.args.findLast(argument => argument.name?.name === name);
  const positional = call.args[position];
  return (named ?? (positional?.name === undefined ? positional : undefined))?.value;
}

/** The half of the picture that a LOC step takes without a model: `TOP`, `BOTTOM`, `LEFT` or `RIGHT`. */
export function halfOf({ signature, call }: StepInfo): string | undefined {
  if (signature?.name !== 'LOC') return undefined;
  const phrase = argumentOf(call, signature, 'object');
  return phrase?.kind === 'String' && /^(?:TOP|BOTTOM|LEFT|RIGHT)$/.test(phrase.value) ? phrase.value : undefined;
}
