import type { PictureResult, StepPicture } from '@vprog/runtime/protocol';
import { type Disposable, EventEmitter } from 'vscode';
import { dataUri, drawing, fit, type Size } from '../chips/thumbnail.ts';
import type { Runtime } from '../runtime.ts';

/** Pictures kept for redrawing chips; the oldest go first. */
const MOST = 400;
/** Widest thumbnail, as a multiple of its height. */
const WIDEST = 3;
/** Pixels asked for, for each CSS pixel: sharp on dense displays. */
const DENSITY = 2;
/** A hover opens wider than it is high: with this limit a square picture is seen whole. */
const HOVER_RATIO = 0.45;
/** Longest data URI of a hover, in characters: VS Code cuts a hover's Markdown at 100,000. */
const HOVER_LIMIT = 70_000;

/** Pictures for chips and hovers, fetched from the runtime once and small. */
export class Thumbnails implements Disposable {
  readonly #runtime: Runtime;
  readonly #pictures = new Map<string, PictureResult | 'loading' | 'gone'>();
  readonly #loaded = new EventEmitter<void>();
  /** A picture asked for is there. */
  readonly onDidLoad = this.#loaded.event;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** The thumbnail as a data URI, at most `height` CSS pixels high; undefined while it is on its way or where it is gone. */
  get(picture: StepPicture, height: number, faded: boolean): string | undefined {
    const known = this.#pictures.get(picture.image.id);
    if (known === 'loading' || known === 'gone') return undefined;
    if (!known) {
      void this.#load(picture, height);
      return undefined;
    }
    const size = fit(picture.image, { width: WIDEST * height, height });
    return dataUri(drawing(picture, known, size, { labels: false, faded }));
  }

  /** The picture for a hover, with labels, at most `maxWidth` CSS pixels wide, and never larger than it is. */
  async large(
    picture: StepPicture,
    maxWidth: number,
    faded: boolean,
  ): Promise<(Size & { readonly uri: string }) | 'gone'> {
    const size = fit(picture.image, { width: maxWidth, height: HOVER_RATIO * maxWidth });
    for (let scale = 1; scale > 0.1; scale *= 0.75) {
      const uri = await this.#draw(picture, size, scale, faded);
      if (uri === undefined) return 'gone';
      if (uri.length <= HOVER_LIMIT) return { ...size, uri };
    }
    return 'gone';
  }

  dispose(): void {
    this.#loaded.dispose();
  }

  async #draw(picture: StepPicture, size: Size, scale: number, faded: boolean): Promise<string | undefined> {
    const limit = fit({ width: size.width * scale, height: size.height * scale }, size);
    const pixels = await this.#fetch(picture.image.id, limit);
    return pixels && dataUri(drawing(picture, pixels, size, { labels: true, faded }));
  }

  async #load(picture: StepPicture, height: number): Promise<void> {
    const { id } = picture.image;
    this.#pictures.set(id, 'loading');
    const pixels = await this.#fetch(id, { width: DENSITY * WIDEST * height, height: DENSITY * height });
    this.#pictures.delete(id);
    this.#pictures.set(id, pixels ?? 'gone');
    const [oldest] = this.#pictures.keys();
    if (this.#pictures.size > MOST && oldest !== undefined) this.#pictures.delete(oldest);
    this.#loaded.fire();
  }

  #fetch(id: string, limit: Size): Promise<PictureResult | undefined> {
    return this.#runtime
      .picture({ id, maxWidth: limit.width, maxHeight: limit.height, format: 'jpeg' })
      .catch(() => undefined);
  }
}
