import { readFileSync } from 'node:fs';
import { runtimeFile } from '../root.ts';
import type { Box } from '../values.ts';
import { type Canvas, clip, overlay, rasterise } from './canvas.ts';

/** Bundled SVG drawings: inner code by name, all in a view box of width x height. */
interface Smileys {
  readonly width: number;
  readonly height: number;
  readonly svg: Readonly<Record<string, string>>;
  readonly aliases: Readonly<Record<string, string>>;
}

let bundled: Smileys | undefined;

function smileys(): Smileys {
  bundled ??= JSON.parse(readFileSync(runtimeFile('assets', 'emoji', 'smileys.json'), 'utf8')) as Smileys;
  return bundled;
}

/** Every name that `findEmoji` knows, with underscores, such as `face_with_tongue`. */
export function emojiNames(): readonly string[] {
  const { svg, aliases } = smileys();
  return [...Object.keys(svg), ...Object.keys(aliases)].map(name => name.replaceAll('-', '_')).sort();
}

/** The drawing of a smiley, named with underscores, hyphens or spaces in any case; undefined for an unknown name. */
export function findEmoji(name: string): string | undefined {
  const { svg, aliases } = smileys();
  const key = name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  const own = (table: Readonly<Record<string, string>>, at: string) =>
    Object.hasOwn(table, at) ? table[at] : undefined;
  return own(svg, own(aliases, key) ?? key);
}

/** Draws a smiley from `findEmoji` over the square of `size` pixels at `left`, `top` (fractions are fine). */
export async function drawEmoji(
  canvas: Canvas,
  drawing: string,
  left: number,
  top: number,
  size: number,
): Promise<void> {
  const square = { x1: left, y1: top, x2: left + size, y2: top + size };
  const seen = whole(clip(square, canvas.width, canvas.height));
  const [width, height] = [seen.x2 - seen.x1, seen.y2 - seen.y1];
  if (size <= 0 || width <= 0 || height <= 0) return;
  // Only the part that lies in the picture is rasterised, so that a huge box costs no more than the picture.
  const unit = smileys().width / size;
  const view = [seen.x1 - left, seen.y1 - top, width, height].map(value => value * unit).join(' ');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="${view}">${drawing}</svg>`;
  overlay(canvas, await rasterise(svg), seen.x1, seen.y1);
}

const whole = ({ x1, y1, x2, y2 }: Box): Box => ({
  x1: Math.floor(x1),
  y1: Math.floor(y1),
  x2: Math.ceil(x2),
  y2: Math.ceil(y2),
});
