import type { Capability } from '@vprog/language';
import type { Box, DetectedObject, Mask, Picture } from './values.ts';

/** A model's answer, with what a user should know about it. */
export interface Answer<T> {
  readonly value: T;
  readonly model: ModelUse;
  /** One sentence each, such as that the model has no label for a phrase. */
  readonly warnings: readonly string[];
  /** The model had no part in the answer, since it has no label for what was asked. */
  readonly unasked?: true;
}

export interface ModelUse {
  readonly id: string;
  readonly sha256: string;
  readonly provider: string;
  /** Milliseconds of the model call alone. */
  readonly ms: number;
}

/** Overrides of the bound model's decoder; absent means the binding's, then the card's. */
export interface DetectOptions {
  readonly threshold?: number;
  readonly nms?: number;
}

export interface TextLine {
  readonly box: Box;
  readonly text: string;
  readonly score: number;
}

/**
 * What modules ask of models, whatever engine answers. Boxes and masks are in coordinates of the picture given.
 * Every method throws RunError VP501 where no model is bound to the capability, VP502 where its file is missing,
 * VP503 where the file is damaged.
 */
export interface Capabilities {
  /** Objects that fit `phrase`, or all objects for null, best score first. */
  detect(picture: Picture, phrase: string | null, options?: DetectOptions): Promise<Answer<readonly DetectedObject[]>>;
  /** Faces, category `face`, best score first. */
  faces(picture: Picture): Promise<Answer<readonly DetectedObject[]>>;
  /** The mask of the people in the picture. */
  people(picture: Picture): Promise<Answer<Mask>>;
  /** Lines of text from top to bottom, left to right. */
  read(picture: Picture): Promise<Answer<readonly TextLine[]>>;
  /** For capabilities that no engine of this version answers: throws RunError VP501 with what to do. */
  need(capability: Capability): never;
  /** Content hash and provider of what is bound, for the cache key; undefined where nothing is bound. */
  identity(capability: Capability): Promise<string | undefined>;
}
