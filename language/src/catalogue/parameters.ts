import { ANY, BOX, IMAGE, listOf, OBJECT, STR, type Type } from '../types.ts';
import type { Parameter } from './signature.ts';

/** Parameters that many modules share. */

export const BOXES: Type = { kind: 'union', members: [listOf(OBJECT), listOf(BOX), OBJECT, BOX] };
export const OBJECTS: Type = { kind: 'union', members: [listOf(OBJECT), OBJECT, listOf(listOf(OBJECT))] };

/** Everything with a length, and one box. */
export const COUNTABLE: Type = {
  kind: 'union',
  members: [
    listOf(OBJECT),
    listOf(BOX),
    OBJECT,
    BOX,
    STR,
    listOf(ANY),
    { kind: 'set', element: ANY },
    { kind: 'dict', key: ANY, value: ANY },
  ],
};

export const image: Parameter = { name: 'image', type: IMAGE, doc: 'The picture to look at.' };

/** For modules that take the first box. */
export const firstBox: Parameter = {
  name: 'box',
  type: BOXES,
  doc: 'What a LOC, FACEDET or SEG step found; of several the first counts, which is the surest. One box is fine too.',
};

/** For modules that change the picture where objects are. */
export const objects: Parameter = {
  name: 'object',
  type: OBJECTS,
  doc: 'The objects, as a SEG, SELECT, FACEDET or LOC step gives them; lists of several steps may be put in brackets.',
};
