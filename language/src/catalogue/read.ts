import { STR } from '../types.ts';
import { image } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

export const read: ModuleSignature = {
  name: 'READ',
  parameters: [image],
  returns: STR,
  doc: `Reads the text in a picture.

The lines come from top to bottom and left to right, joined by spaces; the text is empty where there is none to read. The original VisProg has no such module.`,
  example: 'TEXT0 = READ(image=IMAGE)',
  capability: 'read',
};
