import type { Decoder } from '@vprog/language';
import type { RawOutputs } from '../engine.ts';
import { type Candidate, suppress } from '../nms.ts';
import { type Size, toPicture } from './region.ts';
import { shaped } from './shape.ts';

type Boxes = Extract<Decoder, { kind: 'boxes' }>;

/**
 * Detections with a score at or above the threshold, suppressed within their class, best first.
 * @param only index of the one class wanted; null for all
 * @param classes how many the card names, undefined where none; throws RunError VP504 where the model has another number
 */
export function decodeBoxes(
  decoder: Boxes,
  raw: RawOutputs,
  size: Size,
  only: number | null,
  classes?: number,
): Candidate[] {
  const { data: scores, dims } = shaped(raw, decoder.scores, [1, undefined, classes]);
  const [, places, width] = dims as [number, number, number];
  const { data: boxes } = shaped(raw, decoder.boxes, [1, places, 4]);
  const candidates: Candidate[] = [];
  for (let place = 0; place < places; place++) {
    for (let label = only ?? 0; label < (only === null ? width : only + 1); label++) {
      const score = scores[place * width + label]!;
      if (score < decoder.threshold) continue;
      const at = place * 4;
      const corners = { x1: boxes[at]!, y1: boxes[at + 1]!, x2: boxes[at + 2]!, y2: boxes[at + 3]! };
      const box = toPicture(corners, raw.placement, size);
      if (box) candidates.push({ box, score, label });
    }
  }
  return suppress(candidates, decoder.nms);
}
