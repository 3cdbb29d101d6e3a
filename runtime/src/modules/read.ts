import { str } from '../values.ts';
import { pictureArgument } from './arguments.ts';
import type { ModuleImplementation } from './module.ts';

/** READ: the text in the picture, lines from top to bottom and left to right, joined by a space. VProg's own. */
export const read: ModuleImplementation = {
  version: 1,
  capabilities: ['read'],
  run: async (args, context) => {
    const lines = context.use(await context.models.read(pictureArgument(args, 'image')));
    context.mark(lines.map(({ box, text, score }) => ({ box: [box.x1, box.y1, box.x2, box.y2], label: text, score })));
    return str(lines.map(({ text }) => text).join(' '));
  },
  show: (args, _, marks) => ({ picture: pictureArgument(args, 'image'), shapes: marks }),
};
