/** The values of a running program. Every value is immutable and says its Python type. */
export type RuntimeValue =
  | { readonly type: 'str'; readonly value: string }
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'None' }
  | { readonly type: 'list' | 'tuple' | 'set'; readonly items: readonly RuntimeValue[] }
  | { readonly type: 'dict'; readonly entries: readonly (readonly [RuntimeValue, RuntimeValue])[] }
  | { readonly type: 'image'; readonly picture: Picture }
  | { readonly type: 'box'; readonly box: Box }
  | { readonly type: 'object'; readonly object: DetectedObject }
  | { readonly type: 'mask'; readonly mask: Mask };

/** Pixels [x1, x2) x [y1, y2), integers, origin at the top left. */
export interface Box {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** A decoded picture: 8-bit RGB rows from the top, `data.length === width * height * 3`. Never written to after it is made. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  /** SHA-256 of size and data, in hexadecimal. */
  readonly sha256: string;
}

/** A rectangle of decoded pixels: crops are views, without copies. */
export interface Picture {
  readonly pixels: Pixels;
  /** In coordinates of `pixels`, inside it, never empty. */
  readonly region: Box;
}

/** Alpha, 0 to 255, over a box of a picture's coordinates; zero outside it. */
export interface Mask {
  readonly box: Box;
  /** `(x2 - x1) * (y2 - y1)` bytes, row by row. */
  readonly alpha: Uint8Array;
}

/** What a detector or segmenter found; `box` in coordinates of the picture it was asked about. */
export interface DetectedObject {
  readonly box: Box;
  readonly category: string;
  /** 0 to 1. */
  readonly score: number;
  readonly mask?: Mask;
  /** Given by CLASSIFY. */
  readonly class?: string;
  readonly classScore?: number;
}

export const str = (value: string): RuntimeValue => ({ type: 'str', value });
export const int = (value: number | bigint): RuntimeValue => ({ type: 'int', value: BigInt(value) });
export const float = (value: number): RuntimeValue => ({ type: 'float', value });
export const bool = (value: boolean): RuntimeValue => ({ type: 'bool', value });
export const none: RuntimeValue = { type: 'None' };
export const list = (items: readonly RuntimeValue[]): RuntimeValue => ({ type: 'list', items });
export const image = (picture: Picture): RuntimeValue => ({ type: 'image', picture });
export const object = (detected: DetectedObject): RuntimeValue => ({ type: 'object', object: detected });

export const widthOf = (box: Box): number => box.x2 - box.x1;
export const heightOf = (box: Box): number => box.y2 - box.y1;
