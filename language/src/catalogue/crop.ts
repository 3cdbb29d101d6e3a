import { IMAGE } from '../types.ts';
import { firstBox, image } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

export const crop: ModuleSignature = {
  name: 'CROP',
  parameters: [image, firstBox],
  returns: IMAGE,
  doc: `Cuts out the surroundings of a box: the box enlarged 1.5 times about its centre.

Of several boxes the first is taken. What would lie outside the picture is cut off. Where nothing was found the whole picture is returned, and the step says so. After \`LOC(..., object='TOP')\` the enlarged box keeps 62.5 % of the height, not half.`,
  example: 'IMAGE0 = CROP(image=IMAGE, box=BOX0)',
};
