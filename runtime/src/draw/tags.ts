import type { Shape } from '../protocol.ts';
import type { Box, Picture } from '../values.ts';
import { type Canvas, type Colour, canvasOf, clip, fillBox, overlay, rasterise, strokeBox } from './canvas.ts';
import { scaled } from './filters.ts';
import { outline } from './font.ts';
import { pictureOf } from './raster.ts';

/** White on this green has a contrast of 5.1 to 1, and the white rim sets it off from any background. */
const GREEN: Colour = [0, 128, 0];
const WHITE: Colour = [255, 255, 255];

/**
 * The picture with a green box and a plate with label and score (two decimals) for each shape; thickness 3 and text 16
 * pixels high where the longer side is 640, in proportion elsewhere. Plates lie below the box, else inside it, else
 * above: the first place that is in the picture and free of other plates. Boxes are clipped to the picture.
 */
export async function drawTags(picture: Picture, shapes: readonly Shape[]): Promise<Picture> {
  const canvas = canvasOf(picture);
  const thickness = Math.max(2, Math.round(scaled(canvas, 3)));
  const rim = Math.max(1, Math.round(thickness / 3));
  for (const { box } of shapes) {
    const inside = clip(toBox(box), canvas.width, canvas.height);
    strokeBox(canvas, grow(inside, rim), thickness + 2 * rim, WHITE);
    strokeBox(canvas, inside, thickness, GREEN);
  }
  const taken: Box[] = [];
  for (const shape of shapes) {
    const text = labelOf(shape);
    if (text !== '') await drawPlate(canvas, clip(toBox(shape.box), canvas.width, canvas.height), text, taken);
  }
  return pictureOf(canvas);
}

async function drawPlate(canvas: Canvas, box: Box, text: string, taken: Box[]): Promise<void> {
  const size = Math.max(11, Math.round(scaled(canvas, 16)));
  const padding = Math.ceil(size / 4);
  const { width, height, path } = outline(text, size, canvas.width - 2 * padding);
  if (width === 0) return;
  const plate = place(canvas, box, Math.ceil(width) + 2 * padding, Math.ceil(height), taken);
  taken.push(plate);
  fillBox(canvas, plate, GREEN);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${Math.ceil(height)}"><path fill="#fff" d="${path}"/></svg>`;
  overlay(canvas, await rasterise(svg), plate.x1 + padding, plate.y1);
}

function place(canvas: Canvas, box: Box, width: number, height: number, taken: readonly Box[]): Box {
  const at = (top: number): Box => {
    const x1 = Math.max(0, Math.min(box.x1, canvas.width - width));
    const y1 = Math.max(0, Math.min(top, canvas.height - height));
    return { x1, y1, x2: x1 + width, y2: y1 + height };
  };
  const wanted = [box.y2, box.y2 - height, box.y1 - height, box.y1];
  const within = wanted.filter(top => top >= 0 && top + height <= canvas.height).map(at);
  return within.find(plate => !taken.some(other => overlap(plate, other))) ?? within[0] ?? at(box.y2);
}

const labelOf = ({ label, score }: Shape): string =>
  [label, score?.toFixed(2)].filter(part => part !== undefined && part !== '').join(' ');

const toBox = ([x1, y1, x2, y2]: Shape['box']): Box => ({ x1, y1, x2, y2 });

const grow = ({ x1, y1, x2, y2 }: Box, by: number): Box => ({ x1: x1 - by, y1: y1 - by, x2: x2 + by, y2: y2 + by });

const overlap = (a: Box, b: Box): boolean => a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;
