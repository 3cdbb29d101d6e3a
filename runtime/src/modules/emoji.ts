import { canvasOf } from '../draw/canvas.ts';
import { drawEmoji, emojiNames, findEmoji } from '../draw/emoji.ts';
import { pictureOf } from '../draw/raster.ts';
import { RunError } from '../errors.ts';
import { heightOf, image } from '../values.ts';
import { brief, objectsArgument, pictureArgument, textArgument } from './arguments.ts';
import type { ModuleImplementation } from './module.ts';

/**
 * EMOJI: a smiley over the centre of each object, as large as the box's height divided by 1.5 (FACEDET's boxes are 1.5
 * times the face). The drawings are Noto's, named as AugLy names its own, which the original uses.
 */
export const emoji: ModuleImplementation = {
  version: 1,
  capabilities: [],
  run: async (args, context) => {
    const picture = pictureArgument(args, 'image');
    const name = textArgument(args, 'emoji');
    const drawing = findEmoji(name);
    if (drawing === undefined) throw unknownName(name);
    const objects = objectsArgument(args, 'object');
    if (objects.length === 0) context.warn('There was no object to put an emoji on, so the picture is unchanged.');
    const canvas = canvasOf(picture);
    for (const { box } of objects) {
      const size = heightOf(box) / 1.5;
      await drawEmoji(canvas, drawing, (box.x1 + box.x2 - size) / 2, (box.y1 + box.y2 - size) / 2, size);
    }
    return image(pictureOf(canvas));
  },
};

function unknownName(name: string): RunError {
  return new RunError(
    'VP707',
    `No emoji is called '${brief(name)}'; near are ${nearest(name).join(', ')}.`,
    'ValueError',
  );
}

/** Three names, those first that share the most pairs of letters with `name` (Dice's coefficient). */
function nearest(name: string): readonly string[] {
  const pairs = (text: string) => new Set(Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2)));
  const wanted = pairs(
    ` ${name
      .slice(0, 100)
      .toLowerCase()
      .replace(/[\s_-]+/g, ' ')} `,
  );
  const likeness = (other: string) => {
    const own = pairs(` ${other.replaceAll('_', ' ')} `);
    const shared = [...wanted].filter(pair => own.has(pair)).length;
    return (2 * shared) / (wanted.size + own.size);
  };
  return [...emojiNames()].sort((a, b) => likeness(b) - likeness(a)).slice(0, 3);
}
