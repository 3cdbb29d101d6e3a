import { blend, blur, scaled } from '../draw/filters.ts';
import { feather } from '../draw/masks.ts';
import { pictureOf, rasterOf } from '../draw/raster.ts';
import { image } from '../values.ts';
import { objectsArgument, pictureArgument } from './arguments.ts';
import { maskOf } from './masks.ts';
import type { ModuleImplementation } from './module.ts';

/**
 * BGBLUR: the background blurred by a Gaussian of radius 2, the masks' edges smoothed by one of radius 5, both at 640
 * pixels on the longer side and in proportion elsewhere. Unlike the original, which fixes the radii, refines the masks
 * with GrabCut and smooths inwards too, everything inside the masks stays as sharp as it was.
 */
export const bgblur: ModuleImplementation = {
  version: 1,
  capabilities: [],
  run: async (args, context) => {
    const raster = rasterOf(pictureArgument(args, 'image'));
    const objects = objectsArgument(args, 'object');
    if (objects.length === 0) context.warn('There was no object to keep sharp, so the whole picture is blurred.');
    const mask = await feather(maskOf(objects, raster), scaled(raster, 5));
    return image(pictureOf(blend(raster, await blur(raster, scaled(raster, 2)), mask)));
  },
};
