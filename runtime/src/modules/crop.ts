import { RunError } from '../errors.ts';
import { viewOf } from '../images/picture.ts';
import { type Box, heightOf, image, widthOf } from '../values.ts';
import { boxesArgument, pictureArgument } from './arguments.ts';
import type { ModuleImplementation } from './module.ts';

/** The part to take of a picture of `width` x `height`; it may be empty or reach over the edges. */
type Cut = (box: Box, width: number, height: number) => Box;

/**
 * CROP and the modules that crop beside a box. As the original: the first box counts, centres and halves are cut to
 * whole numbers, CROP takes 1.5 times the box about its centre, the others all that lies beyond the centre over the
 * full width or height, and less the last column and row (`w - 1`, `h - 1`), which the original leaves out.
 * FRONTOF, INFRONT, INFRONTOF, BEHIND and AHEAD are CROP: the original knows no depth either.
 *
 * Where nothing was found, CROP keeps the whole picture and the others their half of it, with a warning. Unlike the
 * original, ABOVE and BELOW then take the upper and the lower half, not both the left. A box that is partly outside
 * the picture counts with its full size, and what is cut lies inside; wholly outside is a ValueError, where the
 * original fails or goes on with an empty or black picture. A part without a pixel becomes one pixel wide or high.
 */
function crop(cut: Cut, fallback: Cut, kept: string): ModuleImplementation {
  return {
    version: 1,
    capabilities: [],
    run: async (args, context) => {
      const picture = pictureArgument(args, 'image');
      const [box] = boxesArgument(args, 'box');
      const [width, height] = [widthOf(picture.region), heightOf(picture.region)];
      if (box === undefined) {
        context.warn(`Nothing was found to crop by, so the ${kept} was kept.`);
      } else if (misses(box.x1, box.x2, width) || misses(box.y1, box.y2, height)) {
        throw new RunError(
          'VP707',
          `The box [${box.x1}, ${box.y1}, ${box.x2}, ${box.y2}] lies outside the picture of ${width} x ${height} pixels; give a box that was found in this picture.`,
          'ValueError',
        );
      }
      const wanted = box === undefined ? fallback(whole(width, height), width, height) : cut(box, width, height);
      const [x1, x2] = interval(wanted.x1, wanted.x2, width);
      const [y1, y2] = interval(wanted.y1, wanted.y2, height);
      if (wanted.x1 >= wanted.x2 || wanted.y1 >= wanted.y2) {
        context.warn('There was no pixel to crop there, so the nearest was kept.');
      }
      return image(viewOf(picture, { x1, y1, x2, y2 }));
    },
  };
}

const whole: (width: number, height: number) => Box = (x2, y2) => ({ x1: 0, y1: 0, x2, y2 });

const around: Cut = ({ x1, y1, x2, y2 }) => {
  const dw = Math.trunc((1.5 * (x2 - x1)) / 2);
  const dh = Math.trunc((1.5 * (y2 - y1)) / 2);
  const [cx, cy] = [Math.trunc((x1 + x2) / 2), Math.trunc((y1 + y2) / 2)];
  return { x1: cx - dw, y1: cy - dh, x2: cx + dw, y2: cy + dh };
};
const everything: Cut = (_, width, height) => whole(width, height);

// Of the whole picture these take exactly the original's halves.
const rightOf: Cut = ({ x1, x2 }, w, h) => ({ x1: Math.trunc((x1 + x2) / 2), y1: 0, x2: w - 1, y2: h - 1 });
const leftOf: Cut = ({ x1, x2 }, _, h) => ({ x1: 0, y1: 0, x2: Math.trunc((x1 + x2) / 2), y2: h - 1 });
const above: Cut = ({ y1, y2 }, w) => ({ x1: 0, y1: 0, x2: w - 1, y2: Math.trunc((y1 + y2) / 2) });
const below: Cut = ({ y1, y2 }, w, h) => ({ x1: 0, y1: Math.trunc((y1 + y2) / 2), x2: w - 1, y2: h - 1 });

/** No place of [a, b) lies in [0, size); an empty interval counts as its place. */
const misses = (a: number, b: number, size: number): boolean => b < 0 || a > size || (a < b && (b === 0 || a === size));

/** [a, b) clipped to [0, size), at least one long. */
function interval(a: number, b: number, size: number): readonly [number, number] {
  const from = Math.min(Math.max(0, a), size - 1);
  return [from, Math.max(from + 1, Math.min(b, size))];
}

const plain = crop(around, everything, 'whole picture');

export const crops: Readonly<Record<string, ModuleImplementation>> = {
  CROP: plain,
  CROP_FRONTOF: plain,
  CROP_INFRONT: plain,
  CROP_INFRONTOF: plain,
  CROP_BEHIND: plain,
  CROP_AHEAD: plain,
  CROP_RIGHTOF: crop(rightOf, rightOf, 'right half'),
  CROP_LEFTOF: crop(leftOf, leftOf, 'left half'),
  CROP_ABOVE: crop(above, above, 'upper half'),
  CROP_BELOW: crop(below, below, 'lower half'),
};
