import type { Decoder } from '@vprog/language';
import { resizePlane } from '../../../images/bilinear.ts';
import type { Mask } from '../../../values.ts';
import type { RawOutputs } from '../engine.ts';
import type { Size } from './region.ts';
import { shaped } from './shape.ts';

type MaskDecoder = Extract<Decoder, { kind: 'mask' }>;

/** The probability of each pixel as alpha over the whole picture; the threshold lies at one half of it. */
export function decodeMask(decoder: MaskDecoder, raw: RawOutputs, { width, height }: Size): Mask {
  const { data, dims } = shaped(raw, decoder.mask, [1, 1, undefined, undefined]);
  const [, , rows, columns] = dims as [number, number, number, number];
  const { placement } = raw;
  const [across, down] = [columns / placement.width, rows / placement.height];
  const left = Math.round(placement.padX * across);
  const top = Math.round(placement.padY * down);
  const innerWidth = Math.max(1, Math.round(placement.innerWidth * across));
  const innerHeight = Math.max(1, Math.round(placement.innerHeight * down));
  const plane = new Float32Array(innerWidth * innerHeight);
  for (let y = 0; y < innerHeight; y++) {
    for (let x = 0; x < innerWidth; x++) {
      plane[y * innerWidth + x] = aroundHalf(data[(top + y) * columns + left + x]!, decoder.threshold) * 255;
    }
  }
  const alpha = resizePlane(plane, innerWidth, innerHeight, width, height);
  return { box: { x1: 0, y1: 0, x2: width, y2: height }, alpha };
}

/** Two straight pieces that keep 0 and 1 and bring `threshold` to one half. */
function aroundHalf(probability: number, threshold: number): number {
  const value = Math.min(Math.max(probability, 0), 1);
  if (value < threshold) return (value / threshold) * 0.5;
  return threshold < 1 ? 0.5 + ((value - threshold) / (1 - threshold)) * 0.5 : 1;
}
