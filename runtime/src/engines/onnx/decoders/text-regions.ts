import type { Decoder } from '@vprog/language';
import type { RawOutputs } from '../engine.ts';
import type { FloatBox } from '../nms.ts';
import { components } from './components.ts';
import { type Size, toPicture } from './region.ts';
import { shaped } from './shape.ts';

type TextRegions = Extract<Decoder, { kind: 'text-regions' }>;

/** Parts of the map that are lower or narrower than this are specks. */
const smallestSide = 3;

/**
 * Upright boxes round the text of a differentiable-binarisation map: connected parts above the threshold that fill
 * more than `boxThreshold` of their box. The map shows shrunken text, so each box grows on every side by area * unclip / perimeter.
 */
export function decodeTextRegions(decoder: TextRegions, raw: RawOutputs, size: Size): FloatBox[] {
  const { data, dims } = shaped(raw, decoder.map, [1, 1, undefined, undefined]);
  const [, , rows, columns] = dims as [number, number, number, number];
  const [across, down] = [raw.placement.width / columns, raw.placement.height / rows];
  return components(data, columns, rows, decoder.threshold).flatMap(part => {
    const [width, height] = [part.x2 - part.x1, part.y2 - part.y1];
    if (part.fill <= decoder.boxThreshold || Math.min(width, height) < smallestSide) return [];
    const grow = (width * height * decoder.unclip) / (2 * (width + height));
    const corners = {
      x1: (part.x1 - grow) * across,
      y1: (part.y1 - grow) * down,
      x2: (part.x2 + grow) * across,
      y2: (part.y2 + grow) * down,
    };
    const box = toPicture(corners, raw.placement, size);
    return box ? [box] : [];
  });
}
