import { IMAGE } from '../types.ts';
import { image, objects } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

export const tag: ModuleSignature = {
  name: 'TAG',
  parameters: [image, objects],
  returns: IMAGE,
  doc: `Draws a frame with a name round each object.

The name is the class that CLASSIFY gave, else the category. Without objects the picture stays as it is, and the step says so.`,
  example: 'IMAGE0 = TAG(image=IMAGE, object=OBJ0)',
};
