import { rectangle, union } from '../draw/masks.ts';
import type { Raster } from '../draw/raster.ts';
import type { DetectedObject } from '../values.ts';

/** Where any of the objects is, in a picture of this size: their masks, or boxes where they have none. */
export const maskOf = (
  objects: readonly DetectedObject[],
  { width, height }: { readonly width: number; readonly height: number },
): Raster<1> =>
  union(
    objects.map(({ box, mask }) => mask ?? rectangle(box)),
    width,
    height,
  );
