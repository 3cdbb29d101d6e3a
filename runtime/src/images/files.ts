import { stat } from 'node:fs/promises';
import { defaultLimits } from '@vprog/language';
import { LRUCache } from 'lru-cache';
import { type DecodedFile, decodeFile, type ImageLimits } from './decode.ts';

/** Decoded image files, kept while they stay as they are on disk: many cells use the same IMAGE. */
export class ImageFiles {
  readonly #files: LRUCache<string, DecodedFile, { path: string; limits: ImageLimits }>;

  /** @param memory bytes of pixels kept at most; a larger picture is decoded each time. */
  constructor(memory = 256 * 2 ** 20) {
    this.#files = new LRUCache({
      maxSize: memory,
      sizeCalculation: ({ pixels }) => pixels.data.length,
      fetchMethod: (_key, _stale, { context }) => decodeFile(context.path, context.limits),
    });
  }

  /** As `decodeFile`, which see for the errors; failures are not remembered. */
  async load(path: string, limits: ImageLimits = defaultLimits): Promise<DecodedFile> {
    const status = await stat(path, { bigint: true }).catch(() => undefined);
    if (!status) return decodeFile(path, limits);
    const key = `${path}\n${status.mtimeNs}\n${status.size}\n${limits.megapixels}\n${limits.fileMB}`;
    return this.#files.forceFetch(key, { context: { path, limits } });
  }
}
