import { problem } from '../../problems.ts';
import { argumentOf, halfOf, type Rule } from './rule.ts';

/** What each crop gives where there is no box. */
const fallbacks: ReadonlyMap<string, string> = new Map([
  ['CROP_RIGHTOF', 'the right half of the picture'],
  ['CROP_LEFTOF', 'the left half of the picture'],
  ['CROP_ABOVE', 'the upper half of the picture'],
  ['CROP_BELOW', 'the lower half of the picture'],
]);

/** Crops go on where nothing was found, and CROP takes more than the box. */
export const cropRule: Rule = ({ step: { signature, call }, producers, counted }, flow) => {
  if (!signature.name.startsWith('CROP')) return;
  const box = argumentOf(call, signature, 'box');
  const producer = box?.kind === 'Name' ? producers.get(box.name) : undefined;
  if (box?.kind !== 'Name' || producer?.type.kind !== 'list') return;
  const half = halfOf(producer);
  const fallback = fallbacks.get(signature.name);
  if (half !== undefined) {
    const side = half === 'TOP' || half === 'BOTTOM' ? 'height' : 'width';
    if (fallback === undefined) flow.reporter.add(problem('VP407', box, [signature.name, half, side]));
  } else if (!counted.has(box.name)) {
    flow.reporter.add(problem('VP406', box, [signature.name, box.name, fallback ?? 'the whole picture']));
  }
};
