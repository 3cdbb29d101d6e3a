import type { Capability } from './catalogue/signature.ts';

/**
 * What a model is and how it is fed and read: everything the engine needs, so that no model needs code of its own.
 * One `card.json` for each model; `vprog.json` may declare more. Paths are relative to the card; `npm:PACKAGE/PATH` is a
 * file of an installed package.
 */
export interface ModelCard {
  readonly id: string;
  readonly title: string;
  readonly capability: Capability;
  readonly file: ModelFile;
  /** For a version of a model: the file that its own file refers to for weights, beside it. */
  readonly weights?: ModelFile;
  readonly licence: { readonly spdx: string; readonly copyright: string; readonly source: string };
  /** One or two sentences of Markdown each, shown on hover. */
  readonly goodFor: string;
  readonly limits: string;
  /** Class names by index, for decoders that give classes. */
  readonly labels?: readonly string[];
  /** For `ctc`: a text file with a symbol on each line. */
  readonly symbols?: ModelFile;
  readonly input: ImageInput;
  readonly decoder: Decoder;
}

export interface ModelFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** How a picture becomes the model's input tensor: resize, then `(value / scale - mean[c]) / std[c]`. */
export interface ImageInput {
  readonly name: string;
  readonly layout: 'NCHW' | 'NHWC';
  readonly channels: 'RGB' | 'BGR';
  /**
   * `letterbox`: scaled to fit width x height, centred on black. `stretch`: to exactly width x height.
   * `multiple`: sides rounded to a multiple of `multiple`, the longer at most `max`. `height`: to `height`, width follows.
   */
  readonly fit:
    | { readonly kind: 'letterbox' | 'stretch'; readonly width: number; readonly height: number }
    | { readonly kind: 'multiple'; readonly multiple: number; readonly max: number }
    | { readonly kind: 'height'; readonly height: number };
  readonly scale: number;
  /** In the order of `channels`. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** How the outputs become values. Output names are the graph's. Boxes are decoded to pixels of the region given. */
export type Decoder =
  /** `scores` [1, N, classes] probabilities and `boxes` [1, N, 4] x1 y1 x2 y2 in input pixels; NMS for each class. */
  | {
      readonly kind: 'boxes';
      readonly scores: string;
      readonly boxes: string;
      readonly threshold: number;
      readonly nms: number;
    }
  /** Score logits and centre-offset boxes over anchors at the centres of grid cells, in the order of the outputs. */
  | {
      readonly kind: 'anchors';
      readonly scores: readonly string[];
      readonly boxes: readonly string[];
      readonly grids: readonly { readonly cells: number; readonly anchors: number }[];
      readonly threshold: number;
      readonly nms: number;
      /** The category of what it finds. */
      readonly category: string;
    }
  /** `mask` [1, 1, h, w] probabilities, resized to the picture. */
  | { readonly kind: 'mask'; readonly mask: string; readonly threshold: number }
  /** Differentiable-binarisation text regions: [1, 1, h, w] text probability, connected parts grown by `unclip`. */
  | {
      readonly kind: 'text-regions';
      readonly map: string;
      readonly threshold: number;
      readonly boxThreshold: number;
      readonly unclip: number;
    }
  /** [1, T, symbols] probabilities; repeats and blank (class 0) dropped. Lines with a lower mean probability are none. */
  | { readonly kind: 'ctc'; readonly probabilities: string; readonly threshold: number };
