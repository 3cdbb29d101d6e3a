/** For each target place along one axis: the two source places and the weight of the second, 0 to 1. */
export interface Taps {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly weight: Float32Array;
}

/** Bilinear sampling of `source` places at `target` places, centres at half pixels, edges repeated. */
export function taps(source: number, target: number): Taps {
  const low = new Int32Array(target);
  const high = new Int32Array(target);
  const weight = new Float32Array(target);
  const step = source / target;
  for (let i = 0; i < target; i++) {
    const place = Math.min(Math.max((i + 0.5) * step - 0.5, 0), source - 1);
    low[i] = Math.floor(place);
    high[i] = Math.min(low[i]! + 1, source - 1);
    weight[i] = place - low[i]!;
  }
  return { low, high, weight };
}

/** A plane of `width * height` numbers, 0 to 255, resized to `toWidth * toHeight` by bilinear interpolation, values rounded. */
export function resizePlane(
  plane: ArrayLike<number>,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Uint8Array {
  const across = taps(width, toWidth);
  const down = taps(height, toHeight);
  const result = new Uint8Array(toWidth * toHeight);
  let at = 0;
  for (let y = 0; y < toHeight; y++) {
    const top = down.low[y]! * width;
    const bottom = down.high[y]! * width;
    const v = down.weight[y]!;
    for (let x = 0; x < toWidth; x++) {
      const left = across.low[x]!;
      const right = across.high[x]!;
      const u = across.weight[x]!;
      const upper = plane[top + left]! + (plane[top + right]! - plane[top + left]!) * u;
      const lower = plane[bottom + left]! + (plane[bottom + right]! - plane[bottom + left]!) * u;
      result[at++] = Math.round(upper + (lower - upper) * v);
    }
  }
  return result;
}
