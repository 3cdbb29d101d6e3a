import { IMAGE, STR } from '../types.ts';
import { image, objects } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

export const replace: ModuleSignature = {
  name: 'REPLACE',
  parameters: [image, objects, { name: 'prompt', type: STR, doc: 'What to paint instead, in words.' }],
  returns: IMAGE,
  doc: `Paints something else in the place of an object.

Of several objects the first is replaced. It needs a model that fills in pictures, and none comes with VProg.`,
  example: "IMAGE0 = REPLACE(image=IMAGE, object=OBJ0, prompt='a red sofa')",
  capability: 'inpaint',
};
