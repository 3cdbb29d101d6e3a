import { INT } from '../types.ts';
import { COUNTABLE } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

export const count: ModuleSignature = {
  name: 'COUNT',
  parameters: [{ name: 'box', type: COUNTABLE, doc: 'What a LOC, FACEDET, SEG or SELECT step found, or any list.' }],
  returns: INT,
  doc: `Counts what a step found.

Gives the length of a list, 0 where nothing was found. It is only as exact as the detector: things that are small or overlap are missed or counted twice. Of a text it counts the characters; one object or box counts 1.`,
  example: 'N0 = COUNT(box=BOX0)',
};
