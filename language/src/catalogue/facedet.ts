import { listOf, OBJECT } from '../types.ts';
import { image } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

export const facedet: ModuleSignature = {
  name: 'FACEDET',
  parameters: [image],
  returns: listOf(OBJECT),
  doc: `Finds the faces in a picture, the surest first.

Gives a list of objects of the category \`face\`, with boxes enlarged 1.5 times so that they take in the whole head; the list is empty where there is no face.`,
  example: 'OBJ0 = FACEDET(image=IMAGE)',
  capability: 'faces',
};
