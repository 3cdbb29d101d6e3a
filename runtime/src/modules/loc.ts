import { type Box, type DetectedObject, heightOf, list, object, type RuntimeValue, widthOf } from '../values.ts';
import { objectsArgument, pictureArgument, shapeOf, textArgument } from './arguments.ts';
import type { Arguments, ModuleImplementation, Shown } from './module.ts';

/** The original's words for a part of the picture, upper case only, with its arithmetic (last column and row left out). */
const parts: ReadonlyMap<string, (w: number, h: number) => Box> = new Map([
  ['TOP', (w, h) => ({ x1: 0, y1: 0, x2: w - 1, y2: Math.trunc(h / 2) })],
  ['BOTTOM', (w, h) => ({ x1: 0, y1: Math.trunc(h / 2), x2: w - 1, y2: h - 1 })],
  ['LEFT', (w, h) => ({ x1: 0, y1: 0, x2: Math.trunc(w / 2), y2: h - 1 })],
  ['RIGHT', (w, h) => ({ x1: Math.trunc(w / 2), y1: 0, x2: w - 1, y2: h - 1 })],
]);

/**
 * LOC: what of a kind is where, best first; nothing found is an empty list. TOP, BOTTOM, LEFT and RIGHT are parts of
 * the picture and need no model. Unlike the original, which throws scores and names away, it gives objects.
 */
export const loc: ModuleImplementation = {
  version: 1,
  capabilities: ['detect'],
  run: async (args, context) => {
    const { region } = pictureArgument(args, 'image');
    const phrase = textArgument(args, 'object');
    const part = parts.get(phrase);
    if (part !== undefined) {
      return objectList([{ box: part(widthOf(region), heightOf(region)), category: phrase, score: 1 }]);
    }
    return objectList(context.use(await context.models.detect(pictureArgument(args, 'image'), phrase)));
  },
  show: showObjects,
};

export const objectList = (objects: readonly DetectedObject[]): RuntimeValue => list(objects.map(object));

/** The picture that was asked about, with the objects that came out: for every module that gives objects. */
export function showObjects(args: Arguments, output: RuntimeValue): Shown {
  return { picture: pictureArgument(args, 'image'), shapes: objectsArgument({ output }, 'output').map(shapeOf) };
}
