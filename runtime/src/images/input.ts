import type { ImageInput } from '@vprog/language';
import type { Picture } from '../values.ts';
import { pictureHeight, pictureWidth } from './picture.ts';
import { sampleInto } from './sample.ts';

/** Where the picture lies in a model's input: `input = picture * scale + pad`, in pixels. */
export interface Placement {
  readonly width: number;
  readonly height: number;
  /** Of the picture inside the input. */
  readonly innerWidth: number;
  readonly innerHeight: number;
  readonly padX: number;
  readonly padY: number;
  readonly scaleX: number;
  readonly scaleY: number;
}

export interface ModelInput {
  readonly data: Float32Array;
  readonly dims: readonly number[];
  readonly placement: Placement;
}

/** An input as wide as this is a line of some 500 letters: wider ones are squeezed, so that no picture can fill the memory. */
const widest = 4096;

/** How a picture of `width` x `height` pixels is laid into the input. */
export function place(fit: ImageInput['fit'], width: number, height: number): Placement {
  switch (fit.kind) {
    case 'letterbox': {
      const scale = Math.min(fit.width / width, fit.height / height);
      const innerWidth = Math.max(1, Math.round(width * scale));
      const innerHeight = Math.max(1, Math.round(height * scale));
      const padX = Math.floor((fit.width - innerWidth) / 2);
      const padY = Math.floor((fit.height - innerHeight) / 2);
      const scales = { scaleX: innerWidth / width, scaleY: innerHeight / height };
      return { width: fit.width, height: fit.height, innerWidth, innerHeight, padX, padY, ...scales };
    }
    case 'stretch':
      return filled(fit.width, fit.height, width, height);
    case 'multiple': {
      const scale = Math.min(1, fit.max / Math.max(width, height));
      const side = (length: number) => Math.max(1, Math.round((length * scale) / fit.multiple)) * fit.multiple;
      return filled(side(width), side(height), width, height);
    }
    case 'height': {
      const scaled = Math.round((width * fit.height) / height);
      return filled(Math.min(Math.max(scaled, 1), widest), fit.height, width, height);
    }
  }
}

function filled(innerWidth: number, innerHeight: number, width: number, height: number): Placement {
  const scales = { scaleX: innerWidth / width, scaleY: innerHeight / height };
  return { width: innerWidth, height: innerHeight, innerWidth, innerHeight, padX: 0, padY: 0, ...scales };
}

/** The picture as a model's input tensor: resized, padded with black, normalised and laid out in one pass. */
export function modelInput(picture: Picture, input: ImageInput): ModelInput {
  const placement = place(input.fit, pictureWidth(picture), pictureHeight(picture));
  const { width, height } = placement;
  // `order[c]` is the place of red, green or blue among the model's channels.
  const order = input.channels === 'RGB' ? ([0, 1, 2] as const) : ([2, 1, 0] as const);
  const gain = order.map(c => 1 / (input.scale * input.std[c]!)) as [number, number, number];
  const offset = order.map(c => 0 - input.mean[c]! / input.std[c]!) as [number, number, number];
  const planar = input.layout === 'NCHW';
  const channel = order.map(c => (planar ? c * width * height : c)) as [number, number, number];
  const pixelStride = planar ? 1 : 3;
  const rowStride = width * pixelStride;
  const data = new Float32Array(width * height * 3);
  if (placement.innerWidth < width || placement.innerHeight < height) fillBlack(data, planar, order, offset);
  const start = placement.padY * rowStride + placement.padX * pixelStride;
  const target = { data, start, pixelStride, rowStride, channel, gain, offset };
  sampleInto(picture, placement.innerWidth, placement.innerHeight, target);
  return { data, dims: planar ? [1, 3, height, width] : [1, height, width, 3], placement };
}

function fillBlack(data: Float32Array, planar: boolean, order: readonly number[], offset: readonly number[]): void {
  if (offset.every(value => value === 0)) return;
  const size = data.length / 3;
  order.forEach((c, colour) => {
    if (planar) data.fill(offset[colour]!, c * size, (c + 1) * size);
    else for (let i = c; i < data.length; i += 3) data[i] = offset[colour]!;
  });
}
