import { createHash } from 'node:crypto';
import type { Pixels } from '../values.ts';

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
