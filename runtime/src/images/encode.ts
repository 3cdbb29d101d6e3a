import sharp from 'sharp';
import type { Picture } from '../values.ts';
import { pictureData, pictureHeight, pictureWidth } from './picture.ts';

export interface EncodeOptions {
  readonly format: 'jpeg' | 'png';
  /** In pixels: the picture is scaled down to fit, never up. */
  readonly maxWidth?: number;
  readonly maxHeight?: number;
}

export interface EncodedPicture {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** The picture, or a thumbnail of it, as a file's bytes. */
export async function encodePicture(picture: Picture, options: EncodeOptions): Promise<EncodedPicture> {
  const width = pictureWidth(picture);
  const height = pictureHeight(picture);
  const { format, maxWidth = width, maxHeight = height } = options;
  const { data, info } = await sharp(pictureData(picture), { raw: { width, height, channels: 3 } })
    .resize({ width: Math.max(1, maxWidth), height: Math.max(1, maxHeight), fit: 'inside', withoutEnlargement: true })
    .toFormat(format, format === 'jpeg' ? { quality: 85 } : {})
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, bytes: data };
}
