import { ANY, BOX, INT, listOf, OBJECT, STR, type Type } from '../types.ts';
import type { ModuleSignature } from './signature.ts';

/** Everything with a length, and one box. */
const COUNTABLE: Type = {
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

export const count: ModuleSignature = {
  name: 'COUNT',
  parameters: [{ name: 'box', type: COUNTABLE, doc: 'What a LOC, FACEDET, SEG or SELECT step found, or any list.' }],
  returns: INT,
  doc: `Counts what a step found.

Gives the length of a list, 0 where nothing was found. It is only as exact as the detector: things that are small or overlap are missed or counted twice. Of a text it counts the characters; one object or box counts 1.`,
  example: 'N0 = COUNT(box=BOX0)',
};
