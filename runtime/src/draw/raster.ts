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
 * sharp's options for a Gaussian of `sigma` pixels, at least 0.6. The approximation keeps one colour as it is, in which
 * the default is off by a few levels, with its tails whole, and is ten times as fast as the exact blur where sigma is
 * large; below 0.6 it gives black.
 */
export const gaussian = (sigma: number) =>
  ({ sigma: Math.max(0.6, sigma), minAmplitude: 0.01, precision: 'approximate' }) as const;
