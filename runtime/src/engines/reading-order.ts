import type { FloatBox } from './onnx/nms.ts';

/** Boxes are in one line where they share at least this part of the lower one's height. */
const shared = 0.5;

/** The boxes line by line from top to bottom, each line from left to right. */
export function inReadingOrder<T extends FloatBox>(boxes: readonly T[]): T[] {
  const lines: T[][] = [];
  for (const box of boxes.toSorted((a, b) => a.y1 + a.y2 - (b.y1 + b.y2))) {
    const line = lines.at(-1);
    if (line?.every(other => inOneLine(other, box))) line.push(box);
    else lines.push([box]);
  }
  return lines.flatMap(line => line.toSorted((a, b) => a.x1 - b.x1));
}

function inOneLine(a: FloatBox, b: FloatBox): boolean {
  const common = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  return common >= shared * Math.min(a.y2 - a.y1, b.y2 - b.y1);
}
