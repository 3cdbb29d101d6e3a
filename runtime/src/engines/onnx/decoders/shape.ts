import { RunError } from '../../../errors.ts';
import type { Output, RawOutputs } from '../engine.ts';

/**
 * The output of that name in the shape that its decoder reads; undefined stands for any length. Throws RunError VP504
 * where the model gave another shape, which means that the card does not describe it.
 */
export function shaped(raw: RawOutputs, name: string, dims: readonly (number | undefined)[]): Output {
  const output = raw.outputs[name] ?? { data: new Float32Array(0), dims: [] };
  const fits =
    output.dims.length === dims.length && dims.every((length, i) => (length ?? output.dims[i]) === output.dims[i]);
  if (fits) return output;
  const wanted = dims.map(length => length ?? 'any').join(', ');
  throw new RunError(
    'VP504',
    `The output ${name} has the shape [${output.dims.join(', ')}] where [${wanted}] is needed: correct the model's card.`,
  );
}
