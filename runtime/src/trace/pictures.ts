import { LRUCache } from 'lru-cache';
import type { Picture, Pixels } from '../values.ts';

/** Pictures of recent runs by their ids, under a budget of bytes; pixels that several pictures share count once. */
export class PictureStore {
  readonly #pixels: LRUCache<string, Pixels>;
  readonly #pictures = new LRUCache<string, Picture['region'] & { readonly sha256: string }>({ max: 20_000 });

  constructor(maxBytes = 512 * 2 ** 20) {
    this.#pixels = new LRUCache({ maxSize: maxBytes, sizeCalculation: ({ data }) => data.byteLength });
  }

  /** An arrow function, to be handed on as it is. */
  readonly remember = (id: string, { pixels, region }: Picture): void => {
    this.#pixels.set(pixels.sha256, pixels);
    this.#pictures.set(id, { ...region, sha256: pixels.sha256 });
  };

  /** Undefined where the picture was never seen or had to make room. */
  get(id: string): Picture | undefined {
    const known = this.#pictures.get(id);
    if (known === undefined) return undefined;
    const { sha256, ...region } = known;
    const pixels = this.#pixels.get(sha256);
    return pixels && { pixels, region };
  }
}
