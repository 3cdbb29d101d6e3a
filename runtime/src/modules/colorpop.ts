import { blend, grey, scaled } from '../draw/filters.ts';
import { soften } from '../draw/masks.ts';
import { pictureOf, rasterOf } from '../draw/raster.ts';
import { image } from '../values.ts';
import { objectsArgument, pictureArgument } from './arguments.ts';
import { maskOf } from './masks.ts';
import type { ModuleImplementation } from './module.ts';

/** COLORPOP: the picture in grey, its colours kept inside the objects' masks, without the original's GrabCut before. */
export const colorpop: ModuleImplementation = {
  version: 1,
  capabilities: [],
  run: async (args, context) => {
    const raster = rasterOf(pictureArgument(args, 'image'));
    const objects = objectsArgument(args, 'object');
    if (objects.length === 0) context.warn('There was no object to keep in colour, so the whole picture is grey.');
    const mask = await soften(maskOf(objects, raster), scaled(raster, 1));
    return image(pictureOf(blend(raster, grey(raster), mask)));
  },
};
