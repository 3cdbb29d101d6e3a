import { IMAGE } from '../types.ts';
import { image, objects } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

export const bgblur: ModuleSignature = {
  name: 'BGBLUR',
  parameters: [image, objects],
  returns: IMAGE,
  doc: `Blurs the picture except for the given objects.

The objects stay sharp where their masks are, with a soft edge; an object without a mask counts with its whole box. Without objects the whole picture is blurred, and the step says so.`,
  example: 'IMAGE0 = BGBLUR(image=IMAGE, object=OBJ0)',
};
