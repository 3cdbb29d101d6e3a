import type { Placement } from '../../../images/input.ts';
import type { Box } from '../../../values.ts';
import type { FloatBox } from '../nms.ts';

/** The size of the picture that a model was asked about. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A box in pixels of the model's input, brought to the picture and clipped to it; undefined where nothing is left. */
export function toPicture(box: FloatBox, placement: Placement, size: Size): FloatBox | undefined {
  const x = (value: number) => clamp((value - placement.padX) / placement.scaleX, size.width);
  const y = (value: number) => clamp((value - placement.padY) / placement.scaleY, size.height);
  const placed = { x1: x(box.x1), y1: y(box.y1), x2: x(box.x2), y2: y(box.y2) };
  return placed.x1 < placed.x2 && placed.y1 < placed.y2 ? placed : undefined;
}

/** The nearest box of whole pixels, at least one pixel wide and high, inside the picture. */
export function wholeBox(box: FloatBox, size: Size): Box {
  const x1 = Math.min(Math.round(box.x1), size.width - 1);
  const y1 = Math.min(Math.round(box.y1), size.height - 1);
  return { x1, y1, x2: Math.max(Math.round(box.x2), x1 + 1), y2: Math.max(Math.round(box.y2), y1 + 1) };
}

const clamp = (value: number, limit: number): number => Math.min(Math.max(value, 0), limit);
