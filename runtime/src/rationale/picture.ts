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
  // Small shapes would vanish under the large ones.
  const marks = shapes.map((shape, index) => ({ shape, index })).sort((a, b) => area(b.shape.box) - area(a.shape.box));
  return html`<figure class="${size}"><svg viewBox="0 0 ${width} ${height}" width="${Math.max(1, Math.round(width * scale))}" height="${Math.max(1, Math.round(height * scale))}" role="img" aria-label="${caption}"><title>${caption}</title>${pixels}${marks.map(({ shape, index }) => mark(shape, index === 0, width, scale))}</svg><figcaption>${picture === undefined ? `${caption} (picture no longer at hand)` : caption}</figcaption></figure>`;
}

const area = ([x1, y1, x2, y2]: BoxJson): number => (x2 - x1) * (y2 - y1);

function mark({ box, label, score }: Shape, best: boolean, pictureWidth: number, scale: number): Html {
  const [x1, y1, x2, y2] = box;
  const text = [label, score?.toFixed(2)].filter(part => part !== undefined).join(' ');
  const kind = best ? 'shape best' : 'shape';
  const outline = html`<rect class="${kind}" x="${x1}" y="${y1}" width="${x2 - x1}" height="${y2 - y1}"/>`;
  if (text === '') return outline;
  // 11 CSS pixels high whatever the picture's scale; monospace, so that the plate's width is known without measuring.
  const size = round(11 / scale);
  const plate = { width: round(shorten(text, 24).length * size * 0.61 + size * 0.6), height: round(size * 1.4) };
  const x = round(Math.max(0, Math.min(x1, pictureWidth - plate.width)));
  const y = y1 >= plate.height ? round(y1 - plate.height) : y1;
  return html`<g class="${kind}">${outline}<rect class="plate" x="${x}" y="${y}" width="${plate.width}" height="${plate.height}"/><text x="${round(x + size * 0.3)}" y="${round(y + size * 1.05)}" font-size="${size}">${shorten(text, 24)}</text></g>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
