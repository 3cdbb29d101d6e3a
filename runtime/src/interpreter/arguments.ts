import type { Call, Expression, ModuleSignature } from '@vprog/language';
import type { RuntimeValue } from '../values.ts';
import { type EvaluationContext, evaluate } from './evaluate.ts';
import { literal } from './literal.ts';

/** An argument of a step as written, and its value. */
export interface BoundArgument {
  readonly name: string;
  readonly expression: Expression;
  readonly value: RuntimeValue;
}

/**
 * The values of a call's arguments by parameter, in the order of the program, and the whole set with defaults filled in.
 * Of an argument given twice the last counts; one that the module does not know is ignored, as in the original.
 */
export async function bindArguments(
  call: Call,
  signature: ModuleSignature,
  context: EvaluationContext,
): Promise<{ readonly written: readonly BoundArgument[]; readonly all: Readonly<Record<string, RuntimeValue>> }> {
  const written: BoundArgument[] = [];
  for (const [position, { name: word, value: expression }] of call.args.entries()) {
    const name = word?.name ?? signature.parameters[position]?.name;
    if (!signature.parameters.some(parameter => parameter.name === name)) continue;
    written.push({ name: name!, expression, value: await evaluate(expression, context) });
  }
  const all: Record<string, RuntimeValue> = {};
  for (const parameter of signature.parameters) {
    const given = written.findLast(({ name }) => name === parameter.name)?.value;
    const value = given ?? (parameter.default === undefined ? undefined : await literal(parameter.default));
    if (value !== undefined) all[parameter.name] = value;
  }
  return { written, all };
}
