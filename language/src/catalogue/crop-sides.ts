import { IMAGE } from '../types.ts';
import { firstBox, image } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

/** The half-planes beside, above and below the centre of a box. */
const side = (name: string, first: string, kept: string, fallback: string): ModuleSignature => ({
  name,
  parameters: [image, firstBox],
  returns: IMAGE,
  doc: `${first}

The cut goes through the centre of the box, not along its edge, so half of the object stays in the picture; ${kept}. Of several boxes the first is taken. Where nothing was found the ${fallback} half of the picture is returned, and the step says so.`,
  example: `IMAGE0 = ${name}(image=IMAGE, box=BOX0)`,
});

const fullHeight = 'the full height is kept';
const fullWidth = 'the full width is kept';

export const cropSides: readonly ModuleSignature[] = [
  side('CROP_RIGHTOF', 'Cuts out all that is right of the centre of a box.', fullHeight, 'right'),
  side('CROP_LEFTOF', 'Cuts out all that is left of the centre of a box.', fullHeight, 'left'),
  side('CROP_ABOVE', 'Cuts out all that is above the centre of a box.', fullWidth, 'upper'),
  side('CROP_BELOW', 'Cuts out all that is below the centre of a box.', fullWidth, 'lower'),
];
