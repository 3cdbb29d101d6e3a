import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { defaultLimits, type Limits } from '@vprog/language';
import sharp from 'sharp';
import { RunError } from '../errors.ts';
import type { Pixels } from '../values.ts';
import { makePixels } from './pixels.ts';

/** Width times height, in millions, read from the header before anything is decoded; MiB of the file. */
export type ImageLimits = Pick<Limits, 'megapixels' | 'fileMB'>;

export interface DecodedFile {
  readonly pixels: Pixels;
  /** SHA-256 of the file's bytes, in hexadecimal. */
  readonly sha256: string;
}

/** Pictures of pixels. Drawings (SVG, PDF) stay outside: their size is arbitrary and their readers follow links. */
const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'jp2', 'jxl']);

/**
 * Decodes an image file to 8-bit sRGB: its orientation tag applied, transparency laid on white, the first frame of an
 * animation. Throws RunError VP711 (missing or unreadable), VP712 (not an image), VP713 (truncated or corrupt) or VP714
 * (too large).
 */
export async function decodeFile(path: string, limits: ImageLimits = defaultLimits): Promise<DecodedFile> {
  const bytes = await readImage(path, limits);
  await checkHeader(path, bytes, limits);
  try {
    const { data, info } = await sharp(bytes, { failOn: 'error', limitInputPixels: false })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { pixels: makePixels(info.width, info.height, data), sha256 };
  } catch (error) {
    throw damaged(path, error);
  }
}

async function readImage(path: string, { fileMB }: ImageLimits): Promise<Uint8Array> {
  const status = await stat(path).catch(error => {
    throw unreadable(path, error);
  });
  if (status.isDirectory()) throw new RunError('VP712', `${path} is a folder: give the path of an image file.`);
  if (!status.isFile()) throw new RunError('VP712', `${path} is not a regular file: give the path of an image file.`);
  if (status.size === 0) throw new RunError('VP712', `${path} is empty: it holds no image.`);
  if (status.size > fileMB * 2 ** 20) {
    const size = Math.round(status.size / 2 ** 20);
    throw new RunError(
      'VP714',
      `${path} is a file of ${size} MiB, above the limit of ${fileMB}: use a smaller file, or raise \`limits.fileMB\` in vprog.json.`,
    );
  }
  return readFile(path).catch(error => {
    throw unreadable(path, error);
  });
}

async function checkHeader(path: string, bytes: Uint8Array, { megapixels }: ImageLimits): Promise<void> {
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw /unsupported image format/.test(String(error)) ? notAnImage(path) : damaged(path, error);
    });
  if (!formats.has(header.format)) throw notAnImage(path);
  if (header.width * header.height > megapixels * 1e6) {
    throw new RunError(
      'VP714',
      `${path} has ${header.width} x ${header.height} pixels, above the limit of ${megapixels} megapixels: scale it down, or raise \`limits.megapixels\` in vprog.json.`,
    );
  }
}

function unreadable(path: string, error: unknown): RunError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new RunError(
      'VP711',
      `There is no image at ${path}: correct the path or add the file.`,
      'FileNotFoundError',
    );
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new RunError('VP711', `${path} may not be read: give yourself the permission.`, 'PermissionError');
  }
  return new RunError(
    'VP711',
    `${path} cannot be read (${code ?? String(error)}): check the file and its disk.`,
    'OSError',
  );
}

function notAnImage(path: string): RunError {
  return new RunError(
    'VP712',
    `${path} is not an image that can be read here: use JPEG, PNG, WebP, GIF, TIFF or AVIF.`,
  );
}

function damaged(path: string, error: unknown): RunError {
  const reason = String(error instanceof Error ? error.message : error).split('\n')[0];
  return new RunError('VP713', `${path} is truncated or corrupt: get the file again (${reason}).`);
}
