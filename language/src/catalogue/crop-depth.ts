import { IMAGE } from '../types.ts';
import { firstBox, image } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

/** VisProg's names for places in front of and behind a thing. They judge no depth: all do what CROP does. */
const variant = (name: string, meaning: string): ModuleSignature => ({
  name,
  parameters: [image, firstBox],
  returns: IMAGE,
  doc: `Cuts out the surroundings of a box, exactly as CROP does: the box enlarged 1.5 times.

The name stands for what is ${meaning} the thing, but no depth is judged, in the original VisProg neither. Where nothing was found the whole picture is returned, and the step says so.`,
  example: `IMAGE0 = ${name}(image=IMAGE, box=BOX0)`,
});

export const cropDepth: readonly ModuleSignature[] = [
  variant('CROP_FRONTOF', 'in front of'),
  variant('CROP_INFRONT', 'in front of'),
  variant('CROP_INFRONTOF', 'in front of'),
  variant('CROP_BEHIND', 'behind'),
  variant('CROP_AHEAD', 'ahead of'),
];
