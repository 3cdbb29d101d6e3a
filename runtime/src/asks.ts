import type { Answer, Capabilities, DetectOptions, TextLine } from './capabilities.ts';
import type { DetectedObject, Mask, Picture } from './values.ts';

/** What a step asked of a model, and the answer. Boxes and masks are in coordinates of `picture`. */
export type Ask =
  | (AskOf<'detect', readonly DetectedObject[]> & {
      /** Null: everything. */
      readonly phrase: string | null;
      readonly options?: DetectOptions;
    })
  | AskOf<'faces', readonly DetectedObject[]>
  | AskOf<'segment', Mask>
  | AskOf<'read', readonly TextLine[]>;

interface AskOf<Name extends string, T> {
  readonly capability: Name;
  /** Index of the step in the program, from 0. */
  readonly step: number;
  /** The region that the model was asked about: its pixels may be those of a larger picture. */
  readonly picture: Picture;
  readonly answer: Answer<T>;
}

/** The same models for one step; every answer that one of them gave is told to `tell`. */
export function overheard(models: Capabilities, step: number, tell: (ask: Ask) => void): Capabilities {
  const told = <T extends Ask>(ask: T): T['answer'] => {
    if (ask.answer.unasked !== true) tell(ask);
    return ask.answer;
  };
  return {
    async detect(picture, phrase, options) {
      const answer = await models.detect(picture, phrase, options);
      return told({ capability: 'detect', step, picture, phrase, ...(options && { options }), answer });
    },
    async faces(picture) {
      return told({ capability: 'faces', step, picture, answer: await models.faces(picture) });
    },
    async people(picture) {
      return told({ capability: 'segment', step, picture, answer: await models.people(picture) });
    },
    async read(picture) {
      return told({ capability: 'read', step, picture, answer: await models.read(picture) });
    },
    need: capability => models.need(capability),
    identity: capability => models.identity(capability),
  };
}
