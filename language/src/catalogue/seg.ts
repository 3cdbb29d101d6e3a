import { listOf, OBJECT } from '../types.ts';
import { image } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

export const seg: ModuleSignature = {
  name: 'SEG',
  parameters: [image],
  returns: listOf(OBJECT),
  doc: `Finds all objects in a picture, each with a mask.

Gives a list of objects with \`box\`, \`category\`, \`score\` and \`mask\`. With the bundled models the objects are the detector's; a person's mask follows the person, that of anything else is its box. SELECT picks from the list.`,
  example: 'OBJ0 = SEG(image=IMAGE)',
  capability: 'segment',
};
