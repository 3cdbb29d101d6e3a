import { rectangle } from '../draw/masks.ts';
import { heightOf, widthOf } from '../values.ts';
import { pictureArgument } from './arguments.ts';
import { objectList, showObjects } from './loc.ts';
import type { ModuleImplementation } from './module.ts';

/**
 * FACEDET: the faces, each box enlarged to 1.5 times about its centre and clipped, in the original's whole numbers;
 * category `face`, the mask all of the box.
 */
export const facedet: ModuleImplementation = {
  version: 1,
  capabilities: ['faces'],
  run: async (args, context) => {
    const picture = pictureArgument(args, 'image');
    const faces = context.use(await context.models.faces(picture));
    return objectList(
      faces.map(face => {
        const dx = Math.trunc(widthOf(face.box) / 4);
        const dy = Math.trunc(heightOf(face.box) / 4);
        const box = {
          x1: Math.max(0, face.box.x1 - dx),
          y1: Math.max(0, face.box.y1 - dy),
          x2: Math.min(widthOf(picture.region), face.box.x2 + dx),
          y2: Math.min(heightOf(picture.region), face.box.y2 + dy),
        };
        return { ...face, category: 'face', box, mask: rectangle(box) };
      }),
    );
  },
  show: showObjects,
};
