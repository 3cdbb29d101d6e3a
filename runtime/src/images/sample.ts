import { heightOf, type Picture, widthOf } from '../values.ts';
import { taps } from './bilinear.ts';

/** Where the samples go: places per pixel, row and channel of the target, and a line `value * gain + offset` per channel. */
export interface Target {
  readonly data: Float32Array;
  /** Place of the first pixel's red. */
  readonly start: number;
  readonly pixelStride: number;
  readonly rowStride: number;
  /** Place of red, green and blue relative to the pixel's. */
  readonly channel: readonly [number, number, number];
  readonly gain: readonly [number, number, number];
  readonly offset: readonly [number, number, number];
}

/** Resizes the picture to `width` x `height` by plain bilinear interpolation and writes it, all in one pass. */
export function sampleInto({ pixels, region }: Picture, width: number, height: number, target: Target): void {
  const across = taps(widthOf(region), width);
  const down = taps(heightOf(region), height);
  const { data, pixelStride, rowStride } = target;
  const source = pixels.data;
  const stride = pixels.width * 3;
  const left = across.low.map(x => (region.x1 + x) * 3);
  const right = across.high.map(x => (region.x1 + x) * 3);
  for (let c = 0; c < 3; c++) {
    const gain = target.gain[c]!;
    const offset = target.offset[c]!;
    for (let y = 0; y < height; y++) {
      const top = (region.y1 + down.low[y]!) * stride + c;
      const bottom = (region.y1 + down.high[y]!) * stride + c;
      const v = down.weight[y]!;
      let at = target.start + target.channel[c]! + y * rowStride;
      for (let x = 0; x < width; x++) {
        const l = left[x]!;
        const r = right[x]!;
        const u = across.weight[x]!;
        const upper = source[top + l]! + (source[top + r]! - source[top + l]!) * u;
        const lower = source[bottom + l]! + (source[bottom + r]! - source[bottom + l]!) * u;
        data[at] = (upper + (lower - upper) * v) * gain + offset;
        at += pixelStride;
      }
    }
  }
}
