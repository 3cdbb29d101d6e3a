import sharp from 'sharp';
import { type Box, heightOf, type Mask, widthOf } from '../values.ts';
import { clip } from './canvas.ts';
import { gaussian, type Raster } from './raster.ts';

/** All of a box. */
export function rectangle(box: Box): Mask {
  return { box, alpha: new Uint8Array(Math.max(0, widthOf(box)) * Math.max(0, heightOf(box))).fill(255) };
}

/** What of a mask lies inside a box; zero where the mask does not reach. */
export function cut(mask: Mask, box: Box): Mask {
  const part = { box, alpha: new Uint8Array(widthOf(box) * heightOf(box)) };
  copyMax(mask, part.box, part.alpha);
  return part;
}

/** The strongest of the masks at each pixel of a `width` x `height` picture. */
export function union(masks: readonly Mask[], width: number, height: number): Raster<1> {
  const data = new Uint8Array(width * height);
  for (const mask of masks) copyMax(mask, { x1: 0, y1: 0, x2: width, y2: height }, data);
  return { width, height, channels: 1, data };
}

/** The share of a mask's box that is above one half, 0 to 1. */
export function filled({ alpha }: Mask): number {
  let count = 0;
  for (const value of alpha) if (value > 127) count++;
  return alpha.length === 0 ? 0 : count / alpha.length;
}

/** Smooth edges, half inside and half outside: a Gaussian of `sigma` pixels, at least 0.6. */
export async function soften({ width, height, data }: Raster<1>, sigma: number): Promise<Raster<1>> {
  const blurred = await sharp(data, { raw: { width, height, channels: 1 } })
    .blur(gaussian(sigma))
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  return { width, height, channels: 1, data: blurred };
}

/** Like `soften`, but what was inside stays fully inside: the edge falls off outwards only. */
export async function feather(mask: Raster<1>, sigma: number): Promise<Raster<1>> {
  const soft = await soften(mask, sigma);
  return { ...soft, data: soft.data.map((value, i) => Math.max(mask.data[i]!, Math.min(255, 2 * value))) };
}

function copyMax(mask: Mask, frame: Box, alpha: Uint8Array): void {
  const { x1, y1, x2, y2 } = mask.box;
  const visible = clip(
    { x1: x1 - frame.x1, y1: y1 - frame.y1, x2: x2 - frame.x1, y2: y2 - frame.y1 },
    widthOf(frame),
    heightOf(frame),
  );
  const stride = x2 - x1;
  for (let y = visible.y1; y < visible.y2; y++) {
    for (let x = visible.x1; x < visible.x2; x++) {
      const value = mask.alpha[(y + frame.y1 - y1) * stride + x + frame.x1 - x1]!;
      const i = y * widthOf(frame) + x;
      if (value > alpha[i]!) alpha[i] = value;
    }
  }
}
