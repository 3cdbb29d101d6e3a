import type { PictureResult, StepPicture } from '@vprog/runtime/protocol';

/** Casing, line and text over any photo: a light line on a dark casing. The first shape is the best, the others follow. */
const BEST = '#ffd23f';
const OTHERS = '#4cc9f0';
const CASING = '#101010';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `size` scaled down to fit into `limit`, never up; whole pixels, at least one. */
export function fit(size: Size, limit: Size): Size {
  const scale = Math.min(1, limit.width / size.width, limit.height / size.height);
  return {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  };
}

/**
 * A picture and its shapes as an SVG document of `size` CSS pixels. Shapes are in the picture's own pixels;
 * `labels` writes each shape's label and score above its box.
 */
export function drawing(
  picture: StepPicture,
  pixels: PictureResult,
  size: Size,
  look: { readonly labels: boolean; readonly faded: boolean },
): string {
  const { width, height } = picture.image;
  const unit = width / size.width;
  const image = `<image width="${width}" height="${height}" preserveAspectRatio="none" href="data:image/jpeg;base64,${pixels.data}"/>`;
  const shapes = picture.shapes
    .map((shape, index) => box(shape.box, index === 0 ? BEST : OTHERS, unit * (look.labels ? 1 : 0.75)))
    .reverse();
  const labels = look.labels ? picture.shapes.map(shape => label(shape, unit, width)) : [];
  const faded = look.faded
    ? '<filter id="f"><feColorMatrix type="saturate" values="0"/></filter><g filter="url(#f)" opacity="0.55">'
    : '<g>';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${width} ${height}">`,
    `${faded}${image}${shapes.join('')}${labels.join('')}</g></svg>`,
  ].join('');
}

function box([x1, y1, x2, y2]: readonly [number, number, number, number], colour: string, unit: number): string {
  const place = `x="${round(x1)}" y="${round(y1)}" width="${round(x2 - x1)}" height="${round(y2 - y1)}" fill="none"`;
  return [
    `<rect ${place} stroke="${CASING}" stroke-opacity="0.7" stroke-width="${round(3 * unit)}"/>`,
    `<rect ${place} stroke="${colour}" stroke-width="${round(1.5 * unit)}"/>`,
  ].join('');
}

function label(shape: StepPicture['shapes'][number], unit: number, width: number): string {
  const words = [shape.label, shape.score?.toFixed(2)].filter(word => word !== undefined).join(' ');
  if (words === '') return '';
  const font = 12 * unit;
  const length = (words.length * 0.56 + 0.6) * font;
  const x = Math.max(0, Math.min(shape.box[0], width - length));
  const y = Math.max(0, shape.box[1] - 1.35 * font);
  return [
    `<rect x="${round(x)}" y="${round(y)}" width="${round(length)}" height="${round(1.35 * font)}" fill="${CASING}" fill-opacity="0.8"/>`,
    `<text x="${round(x + 0.3 * font)}" y="${round(y + font)}" font-family="sans-serif" font-size="${round(font)}" fill="#ffffff">${escaped(words)}</text>`,
  ].join('');
}

const round = (value: number): number => Math.round(value * 100) / 100;

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`).replace(/[\p{Cc}\p{Cs}]/gu, '');

/** The SVG as a data URI that needs no further escaping in CSS or Markdown. */
export const dataUri = (svg: string): string => `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
