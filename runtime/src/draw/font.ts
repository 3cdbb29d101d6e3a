import { readFileSync } from 'node:fs';
import { type Font, parse } from 'opentype.js/dist/opentype.mjs';
import { runtimeFile } from '../root.ts';

let bundled: Font | undefined;

/** DejaVu Sans Mono Bold, bundled: a picture with text is the same on every machine. */
function font(): Font {
  if (bundled === undefined) {
    const file = readFileSync(runtimeFile('assets', 'fonts', 'DejaVuSansMono-Bold.ttf'));
    bundled = parse(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));
  }
  return bundled;
}

/** One line of text as outlines. Sizes in pixels. */
export interface TextOutline {
  readonly width: number;
  readonly height: number;
  /** SVG path data in [0, width] x [0, height]. */
  readonly path: string;
}

/** `text` at `size` pixels to the em, cut with an ellipsis where it would be wider than `maxWidth`. */
export function outline(text: string, size: number, maxWidth: number): TextOutline {
  const { unitsPerEm, ascender, descender } = font();
  const line = fit(text, size, maxWidth);
  const baseline = (ascender / unitsPerEm) * size;
  return {
    width: font().getAdvanceWidth(line, size),
    height: ((ascender - descender) / unitsPerEm) * size,
    path: font().getPath(line, 0, baseline, size).toPathData({ decimalPlaces: 2, optimize: false, flipY: false }),
  };
}

/** Every glyph of a monospaced font is as wide as the next, so that the length alone decides. */
function fit(text: string, size: number, maxWidth: number): string {
  const glyphs = [...text];
  const room = Math.floor(maxWidth / font().getAdvanceWidth('0', size));
  if (glyphs.length <= room) return text;
  return room < 2 ? '' : `${glyphs.slice(0, room - 1).join('')}…`;
}
