import { cut, filled, rectangle } from '../draw/masks.ts';
import { pictureArgument } from './arguments.ts';
import { objectList, showObjects } from './loc.ts';
import type { ModuleImplementation } from './module.ts';

/** Below this share of its box a person is too small for the people's model, or hidden from it. */
const enough = 0.1;

/**
 * SEG: every object that the detector knows, with a mask. A person's is the part of the people's mask inside the
 * person's box, so that two people who overlap share it; all others', and that of a person of whom the people's model
 * sees less than a tenth of the box, is the box. The original has a panoptic model: exact masks for objects, and sky,
 * grass and the like as objects too.
 */
export const seg: ModuleImplementation = {
  version: 1,
  capabilities: ['detect', 'segment'],
  run: async (args, context) => {
    const picture = pictureArgument(args, 'image');
    const objects = context.use(await context.models.detect(picture, null));
    if (!objects.some(({ category }) => category === 'person')) {
      return objectList(objects.map(found => ({ ...found, mask: rectangle(found.box) })));
    }
    const people = context.use(await context.models.people(picture));
    return objectList(
      objects.map(found => {
        const mask = found.category === 'person' ? cut(people, found.box) : rectangle(found.box);
        return { ...found, mask: filled(mask) < enough ? rectangle(found.box) : mask };
      }),
    );
  },
  show: showObjects,
};
