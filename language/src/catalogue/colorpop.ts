import { IMAGE } from '../types.ts';
import { image, objects } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

export const colorpop: ModuleSignature = {
  name: 'COLORPOP',
  parameters: [image, objects],
  returns: IMAGE,
  doc: `Makes the picture grey except for the given objects.

The colours stay where the objects' masks are; an object without a mask counts with its whole box. Without objects the whole picture becomes grey, and the step says so.`,
  example: 'IMAGE0 = COLORPOP(image=IMAGE, object=OBJ0)',
};
