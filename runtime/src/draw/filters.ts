import sharp from 'sharp';
import { gaussian, mix, type Raster } from './raster.ts';

/** Luma by ITU-R 601-2 in 16-bit fixed point, as Pillow's `convert('L')`, on all three channels. */
export function grey({ width, height, data }: Raster<3>): Raster<3> {
  const out = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    out.fill((data[i]! * 19595 + data[i + 1]! * 38470 + data[i + 2]! * 7471 + 0x8000) >> 16, i, i + 3);
  }
  return { width, height, channels: 3, data: out };
}

/** A Gaussian blur of standard deviation `sigma` pixels, at least 0.6. */
export async function blur({ width, height, data }: Raster<3>, sigma: number): Promise<Raster<3>> {
  const blurred = await sharp(data, { raw: { width, height, channels: 3 } })
    .blur(gaussian(sigma))
    .raw()
    .toBuffer();
  return { width, height, channels: 3, data: blurred };
}

/** `over` where the mask is 255, `under` where it is 0; all of one size. */
export function blend(over: Raster<3>, under: Raster<3>, mask: Raster<1>): Raster<3> {
  const data = new Uint8Array(over.data.length);
  for (let pixel = 0, i = 0; pixel < mask.data.length; pixel++) {
    const alpha = mask.data[pixel]!;
    for (const end = i + 3; i < end; i++) data[i] = mix(over.data[i]!, under.data[i]!, alpha);
  }
  return { ...over, data };
}

/** Pixels that stand for `at640` pixels of a picture whose longer side is 640: effects look alike at every size. */
export const scaled = ({ width, height }: { readonly width: number; readonly height: number }, at640: number): number =>
  (at640 * Math.max(width, height)) / 640;
