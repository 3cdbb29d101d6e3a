import type { Decoder } from '@vprog/language';
import type { RawOutputs } from '../engine.ts';
import { type Candidate, suppress } from '../nms.ts';
import { type Size, toPicture } from './region.ts';
import { shaped } from './shape.ts';

type Anchors = Extract<Decoder, { kind: 'anchors' }>;

/**
 * Detections of an anchor head with one class: the anchors stand at the centres of the cells of square grids, row by
 * row, those of a cell one after another, and output k belongs to grid k. A score is the sigmoid of its logit; a box is
 * centre x, centre y, width, height in input pixels, the centre relative to the anchor, with key points after it.
 */
export function decodeAnchors(decoder: Anchors, raw: RawOutputs, size: Size): Candidate[] {
  const { width, height } = raw.placement;
  const candidates: Candidate[] = [];
  for (const [k, { cells, anchors }] of decoder.grids.entries()) {
    const count = cells * cells * anchors;
    const { data: logits } = shaped(raw, decoder.scores[k] ?? '', [1, count, 1]);
    const { data: values, dims } = shaped(raw, decoder.boxes[k] ?? '', [1, count, undefined]);
    for (let anchor = 0; anchor < count; anchor++) {
      const score = 1 / (1 + Math.exp(-logits[anchor]!));
      if (score < decoder.threshold) continue;
      const cell = Math.floor(anchor / anchors);
      const at = anchor * dims[2]!;
      const x = (((cell % cells) + 0.5) / cells) * width + values[at]!;
      const y = ((Math.floor(cell / cells) + 0.5) / cells) * height + values[at + 1]!;
      const [halfWidth, halfHeight] = [values[at + 2]! / 2, values[at + 3]! / 2];
      const corners = { x1: x - halfWidth, y1: y - halfHeight, x2: x + halfWidth, y2: y + halfHeight };
      const box = toPicture(corners, raw.placement, size);
      if (box) candidates.push({ box, score, label: 0 });
    }
  }
  return suppress(candidates, decoder.nms);
}
