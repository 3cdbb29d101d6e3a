import { drawTags } from '../draw/tags.ts';
import { image } from '../values.ts';
import { objectsArgument, pictureArgument, shapeOf } from './arguments.ts';
import type { ModuleImplementation } from './module.ts';

/**
 * TAG: the picture with a green box for each object and its class (where CLASSIFY gave one, else its category) and
 * score. The original fails without a class, and writes `class(score)`.
 */
export const tag: ModuleImplementation = {
  version: 1,
  capabilities: [],
  run: async (args, context) => {
    const objects = objectsArgument(args, 'object');
    if (objects.length === 0) context.warn('There was no object to tag, so the picture is unchanged.');
    return image(await drawTags(pictureArgument(args, 'image'), objects.map(shapeOf)));
  },
};
