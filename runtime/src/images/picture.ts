import { type Box, heightOf, type Picture, type Pixels, widthOf } from '../values.ts';

/** The whole of `pixels` as a picture. */
export const wholePicture = (pixels: Pixels): Picture => ({
  pixels,
  region: { x1: 0, y1: 0, x2: pixels.width, y2: pixels.height },
});

export const pictureWidth = (picture: Picture): number => widthOf(picture.region);
export const pictureHeight = (picture: Picture): number => heightOf(picture.region);

/** The part of a picture that `box`, in the picture's coordinates and inside it, covers: a view, nothing is copied. */
export function viewOf({ pixels, region }: Picture, box: Box): Picture {
  const { x1, y1 } = region;
  return { pixels, region: { x1: x1 + box.x1, y1: y1 + box.y1, x2: x1 + box.x2, y2: y1 + box.y2 } };
}

/** RGB rows of the picture without gaps. Shares the pixels' memory where the picture is whole rows of them. */
export function pictureData({ pixels, region }: Picture): Uint8Array {
  const stride = pixels.width * 3;
  if (widthOf(region) === pixels.width) return pixels.data.subarray(region.y1 * stride, region.y2 * stride);
  const row = widthOf(region) * 3;
  const data = new Uint8Array(row * heightOf(region));
  for (let y = region.y1; y < region.y2; y++) {
    const start = y * stride + region.x1 * 3;
    data.set(pixels.data.subarray(start, start + row), (y - region.y1) * row);
  }
  return data;
}

/** Identifies a picture by content: the pixels' SHA-256, with the rectangle where it is a part of them. */
export function pictureId({ pixels, region }: Picture): string {
  const whole = widthOf(region) === pixels.width && heightOf(region) === pixels.height;
  return whole ? pixels.sha256 : `${pixels.sha256}@${region.x1},${region.y1},${region.x2},${region.y2}`;
}
