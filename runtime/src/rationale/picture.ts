import type { BoxJson, ImageJson, PictureResult, Shape } from '../protocol.ts';
import { type Html, html, shorten } from './html.ts';

/** Gives a picture's pixels as JPEG, scaled down to fit; rejects where they are not to be had any more. */
export type Pictures = (id: string, maxWidth: number, maxHeight: number) => Promise<PictureResult>;

/** Largest side on the page, in CSS pixels; twice that is embedded, for sharp screens. */
const sizes = { large: 360, small: 120 };

/** A picture with what is drawn over it: the first shape stands out, as the best one. */
export async function figure(
  { id, width, height }: ImageJson,
  shapes: readonly Shape[],
  size: keyof typeof sizes,
  caption: string,
  pictures: Pictures,
): Promise<Html> {
  const limit = sizes[size];
  const scale = Math.min(1, limit / Math.max(width, height));
  const picture = await pictures(id, limit * 2, limit * 2).catch(() => undefined);
  const pixels =
    picture === undefined
      ? html`<rect class="gone" width="${width}" height="${height}"/>`
      : html`<image href="data:image/jpeg;base64,${picture.data}" width="${width}" height="${height}" preserveAspectRatio="none"/>`;
  // Small shapes would vanish under the large ones, and many names under each other.
  const ordered = shapes
    .map((shape, index) => ({ shape, index }))
    .sort((a, b) => area(b.shape.box) - area(a.shape.box));
  const few = shapes.length <= 3;
  const marks = ordered.map(({ shape, index }) => mark(shape, index === 0, few, width, scale));
  return html`<figure class="${size}"><svg viewBox="0 0 ${width} ${height}" width="${Math.max(1, Math.round(width * scale))}" height="${Math.max(1, Math.round(height * scale))}" role="img" aria-label="${caption}"><title>${caption}</title>${pixels}${marks}</svg><figcaption>${picture === undefined ? `${caption} (picture no longer at hand)` : caption}</figcaption></figure>`;
}

const area = ([x1, y1, x2, y2]: BoxJson): number => (x2 - x1) * (y2 - y1);

/** An outline, and on a plate above it the label and score; the score alone where the label is too long and not `few`. */
function mark({ box, label, score }: Shape, best: boolean, few: boolean, pictureWidth: number, scale: number): Html {
  const [x1, y1, x2, y2] = box;
  const kind = best ? 'shape best' : 'shape';
  const outline = html`<rect class="${kind}" x="${x1}" y="${y1}" width="${x2 - x1}" height="${y2 - y1}"/>`;
  const full = [label, score?.toFixed(2)].filter(part => part !== undefined).join(' ');
  // 11 CSS pixels high whatever the picture's scale; monospace, so that the plate's width is known without measuring.
  const size = 11 / scale;
  const widthOf = (text: string) => (text.length * 0.61 + 0.6) * size;
  const text = few || widthOf(full) <= x2 - x1 ? shorten(full, 24) : (score?.toFixed(2) ?? '');
  if (text === '') return outline;
  const [width, height] = [widthOf(text), size * 1.4];
  const x = Math.max(0, Math.min(x1, pictureWidth - width));
  const y = y1 >= height ? y1 - height : y1;
  return html`<g class="${kind}"><title>${full}</title>${outline}<rect class="plate" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"/><text x="${round(x + size * 0.3)}" y="${round(y + size * 1.05)}" font-size="${round(size)}">${text}</text></g>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
