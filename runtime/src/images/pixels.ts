import { createHash } from 'node:crypto';
import { type Box, heightOf, type Picture, type Pixels, widthOf } from '../values.ts';

/** 8-bit samples, row by row from the top, `channels` for each pixel; what sharp calls raw. */
export interface Raster<Channels extends number = number> {
  readonly width: number;
  readonly height: number;
  readonly channels: Channels;
  /** `width * height * channels` bytes. */
  readonly data: Uint8Array;
}

/** Pixels of RGB bytes, which must not be written to afterwards. Throws a RangeError where size and data do not agree. */
export function makePixels(width: number, height: number, data: Uint8Array): Pixels {
  if (width < 1 || height < 1 || data.length !== width * height * 3) {
    throw new RangeError(`${width} x ${height} RGB pixels need ${width * height * 3} bytes, not ${data.length}.`);
  }
  let digest: string | undefined;
  return {
    width,
    height,
    data,
    // Many pictures between two steps are never asked for theirs, and a large one takes some milliseconds.
    get sha256() {
      digest ??= createHash('sha256').update(`${width}x${height}\n`).update(data).digest('hex');
      return digest;
    },
  };
}

export const wholePicture = (pixels: Pixels): Picture => ({
  pixels,
  region: { x1: 0, y1: 0, x2: pixels.width, y2: pixels.height },
});

/** The part of a picture that `box`, in the picture's coordinates and inside it, covers: a view, nothing is copied. */
export function viewOf({ pixels, region }: Picture, box: Box): Picture {
  const { x1, y1 } = region;
  return { pixels, region: { x1: x1 + box.x1, y1: y1 + box.y1, x2: x1 + box.x2, y2: y1 + box.y2 } };
}

/** The picture's samples without gaps between rows. Shares the pixels' memory where the picture is whole rows of them. */
export function rasterOf({ pixels, region }: Picture): Raster<3> {
  const [width, height] = [widthOf(region), heightOf(region)];
  const stride = pixels.width * 3;
  if (width === pixels.width) {
    return { width, height, channels: 3, data: pixels.data.subarray(region.y1 * stride, region.y2 * stride) };
  }
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const start = (region.y1 + y) * stride + region.x1 * 3;
    data.set(pixels.data.subarray(start, start + width * 3), y * width * 3);
  }
  return { width, height, channels: 3, data };
}

/** Identifies a picture by content: the pixels' SHA-256, with the rectangle where it is a part of them. */
export function pictureId({ pixels, region }: Picture): string {
  const whole = widthOf(region) === pixels.width && heightOf(region) === pixels.height;
  return whole ? pixels.sha256 : `${pixels.sha256}@${region.x1},${region.y1},${region.x2},${region.y2}`;
}
