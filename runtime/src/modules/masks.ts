import { rectangle, union } from '../draw/masks.ts';
import type { Raster } from '../draw/raster.ts';
import type { DetectedObject } from '../values.ts';

/**
 * Where any of the objects is, 255 or 0, in a picture of this size: their masks above one half, or boxes where they
 * have none. A model that is half sure must leave no half-coloured ghosts.
 */
export function maskOf(
  objects: readonly DetectedObject[],
  { width, height }: { readonly width: number; readonly height: number },
): Raster<1> {
  const masks = objects.map(({ box, mask }) => mask ?? rectangle(box));
  const all = union(masks, width, height);
  return { ...all, data: all.data.map(value => (value > 127 ? 255 : 0)) };
}
