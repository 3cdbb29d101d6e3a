import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import sharp from 'sharp';
import { encodePicture } from '../images/encode.ts';
import { wholePicture } from '../images/picture.ts';
import { makePixels } from '../images/pixels.ts';
import type { Arguments } from '../modules/module.ts';
import type { Shape } from '../protocol.ts';
import type { Pixels, RuntimeValue } from '../values.ts';
import { fromPlain, type Plain, toPlain } from './plain.ts';

/** What is remembered of a step that ended well. */
export interface StepResult {
  readonly output: RuntimeValue;
  readonly warnings: readonly string[];
  /** Places that the module marked. */
  readonly marks: readonly Shape[];
  readonly model?: { readonly id: string; readonly sha256: string };
  readonly provider?: string;
}

/*
 * An entry: magic, SHA-256 of what follows, length of the header, header as JSON, blobs. Pixels that an argument of the
 * step has already, as those of every crop, are named by their hash; others are held as PNG. Alpha bytes are deflated.
 */

const magic = Buffer.from('vprog-step-1\n', 'latin1');
const bodyStart = magic.length + 32;

interface Header {
  readonly output: Plain;
  readonly rest: Omit<StepResult, 'output'>;
  readonly blobs: readonly (
    | { readonly kind: 'known'; readonly sha256: string }
    | { readonly kind: 'png' | 'alpha'; readonly bytes: number }
  )[];
}

/** The bytes of an entry for the disk. */
export async function encodeEntry({ output, ...rest }: StepResult, args: Arguments): Promise<Buffer> {
  const known = knownPixels(args);
  const sources: (Pixels | Uint8Array)[] = [];
  const index = (source: Pixels | Uint8Array): number =>
    sources.includes(source) ? sources.indexOf(source) : sources.push(source) - 1;
  const plain = toPlain(output, { pixels: index, alpha: index });
  const blobs = await Promise.all(
    sources.map(async source => {
      if (source instanceof Uint8Array) return { kind: 'alpha', data: await pack(source) } as const;
      const { sha256 } = source;
      if (known.has(sha256)) return { kind: 'known', sha256 } as const;
      const { bytes } = await encodePicture(wholePicture(source), { format: 'png' });
      return { kind: 'png', data: bytes } as const;
    }),
  );
  const header: Header = {
    output: plain,
    rest,
    blobs: blobs.map(blob => (blob.kind === 'known' ? blob : { kind: blob.kind, bytes: blob.data.length })),
  };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const body = Buffer.concat([
    length,
    text,
    ...blobs.map(blob => (blob.kind === 'known' ? Buffer.alloc(0) : blob.data)),
  ]);
  return Buffer.concat([magic, createHash('sha256').update(body).digest(), body]);
}

/** Undefined where a picture is a part of pixels that the arguments do not have. Throws where the bytes are no whole entry. */
export async function decodeEntry(bytes: Buffer, args: Arguments): Promise<StepResult | undefined> {
  const body = bytes.subarray(bodyStart);
  const digest = createHash('sha256').update(body).digest();
  if (!bytes.subarray(0, magic.length).equals(magic) || !bytes.subarray(magic.length, bodyStart).equals(digest)) {
    throw new TypeError('This is no whole entry of the cache.');
  }
  let at = 4 + body.readUInt32LE(0);
  const header: Header = JSON.parse(body.subarray(4, at).toString());
  const known = knownPixels(args);
  const blobs: (Pixels | Uint8Array)[] = [];
  for (const blob of header.blobs) {
    if (blob.kind === 'known') {
      const pixels = known.get(blob.sha256);
      if (pixels === undefined) return undefined;
      blobs.push(pixels);
    } else {
      const data = body.subarray(at, at + blob.bytes);
      at += blob.bytes;
      blobs.push(blob.kind === 'png' ? await decodePng(data) : await unpack(data));
    }
  }
  const find = <T>(name: Plain): T => blobs[name as number] as T;
  return { output: fromPlain(header.output, { pixels: find<Pixels>, alpha: find<Uint8Array> }), ...header.rest };
}

async function decodePng(png: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(png, { limitInputPixels: false }).raw().toBuffer({ resolveWithObject: true });
  return makePixels(info.width, info.height, data);
}

const pack = promisify<Uint8Array, Uint8Array>(deflate);
const unpack = promisify<Uint8Array, Uint8Array>(inflate);

function knownPixels(args: Arguments): ReadonlyMap<string, Pixels> {
  const found = new Map<string, Pixels>();
  for (const value of Object.values(args)) for (const pixels of pixelsIn(value)) found.set(pixels.sha256, pixels);
  return found;
}

/** The pixels of all pictures in a value. */
export function pixelsIn(value: RuntimeValue): readonly Pixels[] {
  if (value.type === 'image') return [value.picture.pixels];
  if ('items' in value) return value.items.flatMap(pixelsIn);
  return value.type === 'dict' ? value.entries.flat().flatMap(pixelsIn) : [];
}
