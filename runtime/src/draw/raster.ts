import { pictureData, pictureHeight, pictureWidth, wholePicture } from '../images/picture.ts';
import { makePixels } from '../images/pixels.ts';
import type { Picture } from '../values.ts';

/** 8-bit samples, row by row from the top, `channels` for each pixel: what sharp calls raw. */
export interface Raster<Channels extends number> {
  readonly width: number;
  readonly height: number;
  readonly channels: Channels;
  /** `width * height * channels` bytes. */
  readonly data: Uint8Array;
}

/** A picture's samples; may share its memory, so that they are to be read only. */
export const rasterOf = (picture: Picture): Raster<3> => ({
  width: pictureWidth(picture),
  height: pictureHeight(picture),
  channels: 3,
  data: pictureData(picture),
});

/** RGB samples as a picture; they must not be written to afterwards. */
export const pictureOf = ({ width, height, data }: Raster<3>): Picture => wholePicture(makePixels(width, height, data));

/** `over` and `under` in the ratio that alpha (0 to 255) says, rounded to the nearest. */
export const mix = (over: number, under: number, alpha: number): number =>
  Math.floor((over * alpha + under * (255 - alpha) + 127) / 255);

/**
 * sharp's options for a Gaussian of `sigma` pixels, at least 0.3. By default sharp cuts the tails at a fifth and counts
 * in whole numbers, which darkens: one colour would not stay the same.
 */
export const gaussian = (sigma: number) =>
  ({ sigma: Math.max(0.3, sigma), minAmplitude: 0.01, precision: 'float' }) as const;
