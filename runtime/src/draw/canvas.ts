import sharp from 'sharp';
import type { Box, Picture } from '../values.ts';
import { mix, type Raster, rasterOf } from './raster.ts';

export type Colour = readonly [red: number, green: number, blue: number];

/** Samples to draw on, in place. */
export type Canvas = Raster<3>;

/** A copy of a picture's samples. */
export function canvasOf(picture: Picture): Canvas {
  const raster = rasterOf(picture);
  return { ...raster, data: new Uint8Array(raster.data) };
}

/** `box` without what lies outside [0, width) x [0, height); its sides may then be 0 or negative. */
export function clip(box: Box, width: number, height: number): Box {
  return {
    x1: Math.max(0, box.x1),
    y1: Math.max(0, box.y1),
    x2: Math.min(width, box.x2),
    y2: Math.min(height, box.y2),
  };
}

export function fillBox(canvas: Canvas, box: Box, colour: Colour): void {
  const { x1, y1, x2, y2 } = clip(box, canvas.width, canvas.height);
  for (let y = y1; y < y2; y++) {
    for (let x = x1; x < x2; x++) canvas.data.set(colour, (y * canvas.width + x) * 3);
  }
}

/** The box's edge, `thickness` pixels inwards. */
export function strokeBox(canvas: Canvas, box: Box, thickness: number, colour: Colour): void {
  const { x1, y1, x2, y2 } = box;
  const t = Math.min(thickness, Math.ceil((x2 - x1) / 2), Math.ceil((y2 - y1) / 2));
  fillBox(canvas, { x1, y1, x2, y2: y1 + t }, colour);
  fillBox(canvas, { x1, y1: y2 - t, x2, y2 }, colour);
  fillBox(canvas, { x1, y1: y1 + t, x2: x1 + t, y2: y2 - t }, colour);
  fillBox(canvas, { x1: x2 - t, y1: y1 + t, x2, y2: y2 - t }, colour);
}

/** Lays RGBA samples (alpha not multiplied in) over the canvas, their top left at `x`, `y`, both whole numbers. */
export function overlay(canvas: Canvas, { width, height, data }: Raster<4>, x: number, y: number): void {
  const visible = clip({ x1: x, y1: y, x2: x + width, y2: y + height }, canvas.width, canvas.height);
  for (let row = visible.y1; row < visible.y2; row++) {
    for (let column = visible.x1; column < visible.x2; column++) {
      const from = ((row - y) * width + column - x) * 4;
      const to = (row * canvas.width + column) * 3;
      const alpha = data[from + 3]!;
      for (let c = 0; c < 3; c++) canvas.data[to + c] = mix(data[from + c]!, canvas.data[to + c]!, alpha);
    }
  }
}

/** An SVG's pixels at its own size. It must hold paths only: text would be set in whatever fonts the machine has. */
export async function rasterise(svg: string): Promise<Raster<4>> {
  const { data, info } = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 4, data };
}
