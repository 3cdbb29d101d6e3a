import { type Box, heightOf, makePixels, type Picture, sampleInto, wholePicture, widthOf } from '@vprog/runtime/models';
import { randomNumbers } from '../random.ts';

/** A change of a recorded input: what training and judging see instead of the few inputs themselves. */
export interface Crop {
  /** Index of the recorded input. */
  readonly recording: number;
  /** In pixels of the recorded input; what lies outside is black. */
  readonly region: Box;
  /** Left and right exchanged. */
  readonly flip: boolean;
  /** Light: a value v, 0 to 1, becomes gain * v ** gamma. */
  readonly gain: number;
  readonly gamma: number;
  /** 1: colours as they are; 0: grey. */
  readonly saturation: number;
}

/** Longest side of a crop in pixels: larger ones are scaled down. */
const longest = 512;

/** The recorded input as it is. */
export const untouched = (recording: number, width: number, height: number): Crop => ({
  recording,
  region: { x1: 0, y1: 0, x2: width, y2: height },
  flip: false,
  gain: 1,
  gamma: 1,
  saturation: 1,
});

/**
 * Draws crops of a recorded input: other parts, scales (0.3 to 1.6 of its shorter side), sides and light.
 * @param around boxes of which two of three crops hold one, so that crops with something in them are no rarity.
 * @param seed the same seed gives the same crops.
 */
export function drawCrops(
  recording: number,
  { width, height }: { readonly width: number; readonly height: number },
  around: readonly Box[],
  count: number,
  seed: number,
): Crop[] {
  const random = randomNumbers(seed);
  const between = (low: number, high: number) => low + (high - low) * random();
  const shorter = Math.min(width, height);
  return Array.from({ length: count }, () => {
    const target = around.length > 0 && random() < 2 / 3 ? around[Math.floor(random() * around.length)] : undefined;
    const smallest = target === undefined ? 0.3 * shorter : 1.2 * Math.max(widthOf(target), heightOf(target));
    const size = Math.exp(between(Math.log(smallest), Math.log(Math.max(smallest, 1.6 * shorter))));
    const aspect = Math.exp(between(-0.3, 0.3));
    const [across, down] = [size * aspect, size / aspect];
    const x =
      target === undefined ? between(-0.2, 1.2) * width - across / 2 : within(target.x1, target.x2, across, random);
    const y =
      target === undefined ? between(-0.2, 1.2) * height - down / 2 : within(target.y1, target.y2, down, random);
    const [x1, y1] = [Math.round(x), Math.round(y)];
    const region = { x1, y1, x2: x1 + Math.max(16, Math.round(across)), y2: y1 + Math.max(16, Math.round(down)) };
    return {
      recording,
      region,
      flip: random() < 0.5,
      gain: between(0.6, 1.3),
      gamma: Math.exp(between(-0.3, 0.3)),
      saturation: random() < 0.4 ? 0 : between(0.5, 1),
    };
  });
}

/** A start at which a length of `size` holds all from `low` to `high`, or as much of it as it can. */
function within(low: number, high: number, size: number, random: () => number): number {
  return low - (size - (high - low)) * random();
}

/** How large a crop is drawn, in pixels, and how many of its pixels one of the input takes. */
export function cropSize({ region }: Crop): {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
} {
  const scale = Math.min(1, longest / Math.max(widthOf(region), heightOf(region)));
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: side(widthOf(region)), height: side(heightOf(region)), scale };
}

/** The crop of the recorded input as a picture of its own. */
export function renderCrop(input: Picture, crop: Crop): Picture {
  const { width, height } = cropSize(crop);
  const { region, flip, gain, gamma, saturation } = crop;
  const [across, down] = [widthOf(input.region), heightOf(input.region)];
  const inside = {
    x1: Math.max(0, region.x1),
    y1: Math.max(0, region.y1),
    x2: Math.min(across, region.x2),
    y2: Math.min(down, region.y2),
  };
  const data = new Uint8Array(width * height * 3);
  if (inside.x2 <= inside.x1 || inside.y2 <= inside.y1) return wholePicture(makePixels(width, height, data));
  const [scaleX, scaleY] = [width / widthOf(region), height / heightOf(region)];
  const left = Math.min(width - 1, Math.round((inside.x1 - region.x1) * scaleX));
  const top = Math.min(height - 1, Math.round((inside.y1 - region.y1) * scaleY));
  const wide = Math.max(1, Math.min(width - left, Math.round(widthOf(inside) * scaleX)));
  const high = Math.max(1, Math.min(height - top, Math.round(heightOf(inside) * scaleY)));
  const part = { pixels: input.pixels, region: shifted(inside, input.region.x1, input.region.y1) };
  const values = new Float32Array(wide * high * 3);
  const start = flip ? (wide - 1) * 3 : 0;
  const light = Array.from({ length: 256 }, (_, value) =>
    Math.min(255, Math.round(255 * gain * (value / 255) ** gamma)),
  );
  sampleInto(part, wide, high, {
    data: values,
    start,
    pixelStride: flip ? -3 : 3,
    rowStride: wide * 3,
    channel: [0, 1, 2],
    gain: [1, 1, 1],
    offset: [0, 0, 0],
  });
  if (saturation < 1) desaturate(values, saturation);
  const at = flip ? width - left - wide : left;
  for (let y = 0; y < high; y++)
    for (let i = 0; i < wide * 3; i++)
      data[((top + y) * width + at) * 3 + i] = light[Math.round(values[y * wide * 3 + i]!)]!;
  return wholePicture(makePixels(width, height, data));
}

/** Towards the luma of ITU-R BT.601, in place. */
function desaturate(values: Float32Array, saturation: number): void {
  for (let i = 0; i < values.length; i += 3) {
    const grey = 0.299 * values[i]! + 0.587 * values[i + 1]! + 0.114 * values[i + 2]!;
    for (let c = i; c < i + 3; c++) values[c] = grey + (values[c]! - grey) * saturation;
  }
}

const shifted = ({ x1, y1, x2, y2 }: Box, dx: number, dy: number): Box => ({
  x1: x1 + dx,
  y1: y1 + dy,
  x2: x2 + dx,
  y2: y2 + dy,
});

/** Where a box of the recorded input lies in the crop, in the crop's pixels; not clipped. */
export function toCrop(box: Box, crop: Crop): Box {
  const { width, height } = cropSize(crop);
  const { region, flip } = crop;
  const [scaleX, scaleY] = [width / widthOf(region), height / heightOf(region)];
  const x = (value: number) => (flip ? width - (value - region.x1) * scaleX : (value - region.x1) * scaleX);
  const y = (value: number) => (value - region.y1) * scaleY;
  const [a, b] = [x(box.x1), x(box.x2)];
  return { x1: Math.min(a, b), y1: y(box.y1), x2: Math.max(a, b), y2: y(box.y2) };
}
