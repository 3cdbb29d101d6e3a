import { IMAGE, STR } from '../types.ts';
import { image, objects } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

export const emoji: ModuleSignature = {
  name: 'EMOJI',
  parameters: [
    image,
    objects,
    {
      name: 'emoji',
      type: STR,
      doc: 'The name of the emoji, with underscores.',
      values: ['smiling_face', 'face_with_tongue', 'smiling_face_with_sunglasses', 'winking_face'],
    },
  ],
  returns: IMAGE,
  doc: `Puts an emoji on each of the given objects, as on the faces that FACEDET finds.

Each emoji is centred on its object and two thirds as high. Without objects the picture stays as it is, and the step says so.`,
  example: "IMAGE0 = EMOJI(image=IMAGE, object=OBJ0, emoji='smiling_face')",
};
