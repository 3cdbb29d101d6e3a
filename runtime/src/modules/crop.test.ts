import { describe, expect, test } from 'vitest';
import { RunError } from '../errors.ts';
import { viewOf } from '../images/picture.ts';
import { type Box, image, int, list, object, type RuntimeValue } from '../values.ts';
import { box, paint, pictureIn, run, thing, things } from './testing.ts';

const picture = paint(640, 480, () => [1, 2, 3]);

const around = ['CROP', 'CROP_FRONTOF', 'CROP_INFRONT', 'CROP_INFRONTOF', 'CROP_BEHIND', 'CROP_AHEAD'];

const cuts: readonly (readonly [string, Box, Box])[] = [
  ...around.map(name => [name, box(100, 50, 201, 150), box(75, 25, 225, 175)] as const),
  ['CROP', box(0, 0, 100, 100), box(0, 0, 125, 125)],
  ['CROP', box(600, 400, 640, 480), box(590, 380, 640, 480)],
  // What LOC gives for TOP and LEFT.
  ['CROP', box(0, 0, 639, 240), box(0, 0, 640, 300)],
  ['CROP', box(0, 0, 320, 479), box(0, 0, 400, 480)],
  ['CROP', box(-50, -50, 20, 20), box(0, 0, 37, 37)],
  ['CROP', box(600, 10, 700, 30), box(575, 5, 640, 35)],
  ['CROP_RIGHTOF', box(100, 50, 201, 150), box(150, 0, 639, 479)],
  ['CROP_LEFTOF', box(100, 50, 201, 150), box(0, 0, 150, 479)],
  ['CROP_ABOVE', box(100, 50, 201, 153), box(0, 0, 639, 101)],
  ['CROP_BELOW', box(100, 50, 201, 153), box(0, 101, 639, 479)],
  ['CROP_RIGHTOF', box(-300, 0, 100, 100), box(0, 0, 639, 479)],
];

describe('the part taken', () => {
  test.each(cuts)('%s of %o is %o', async (name, at, expected) => {
    const { output, warnings } = await run(name, { image: image(picture), box: things(thing('dog', at)) });
    expect(pictureIn(output)).toEqual({ pixels: picture.pixels, region: expected });
    expect(warnings).toEqual([]);
  });

  test('is relative to a picture that is a crop itself', async () => {
    const part = viewOf(picture, box(200, 100, 400, 300));
    const { output } = await run('CROP', { image: image(part), box: things(thing('dog', box(20, 20, 60, 60))) });
    expect(pictureIn(output).region).toEqual(box(210, 110, 270, 170));
  });

  const at = box(100, 50, 201, 150);
  const asValue: Record<string, RuntimeValue> = {
    'a list of objects, the first counts': things(thing('dog', at), thing('cat', box(0, 0, 9, 9))),
    'one object': object(thing('dog', at)),
    'a list of boxes': list([{ type: 'box', box: at }]),
    'one box': { type: 'box', box: at },
    'four numbers': list([int(100), int(50), { type: 'float', value: 201.9 }, int(150)]),
    'a list of four numbers': list([list([int(100), int(50), int(201), int(150)])]),
  };
  test.each(Object.entries(asValue))('may be given by %s', async (_, value) => {
    const { output } = await run('CROP', { image: image(picture), box: value });
    expect(pictureIn(output).region).toEqual(box(75, 25, 225, 175));
  });
});

describe('nothing found', () => {
  const fallbacks: readonly (readonly [string, Box, string])[] = [
    ...around.map(name => [name, box(0, 0, 640, 480), 'whole picture'] as const),
    ['CROP_RIGHTOF', box(320, 0, 639, 479), 'right half'],
    ['CROP_LEFTOF', box(0, 0, 320, 479), 'left half'],
    ['CROP_ABOVE', box(0, 0, 639, 240), 'upper half'],
    ['CROP_BELOW', box(0, 240, 639, 479), 'lower half'],
  ];
  test.each(fallbacks)('%s takes %o', async (name, expected, kept) => {
    const { output, warnings } = await run(name, { image: image(picture), box: list([]) });
    expect(pictureIn(output).region).toEqual(expected);
    expect(warnings).toEqual([`Nothing was found to crop by, so the ${kept} was kept.`]);
  });
});

describe('at the limits', () => {
  const outside = [box(640, 0, 700, 9), box(-20, 0, 0, 9), box(0, 480, 9, 500), box(0, -9, 9, -1)];
  test.each(outside.flatMap(at => ['CROP', 'CROP_RIGHTOF'].map(name => [name, at] as const)))(
    '%s of %o, outside the picture, is an error that says so',
    async (name, at) => {
      const error = await run(name, { image: image(picture), box: things(thing('dog', at)) }).catch(e => e);
      expect(error).toBeInstanceOf(RunError);
      expect(error).toMatchObject({ code: 'VP707', exception: 'ValueError' });
      expect(error.message).toContain(`[${at.x1}, ${at.y1}, ${at.x2}, ${at.y2}] lies outside the picture of 640 x 480`);
    },
  );

  test.each([
    ['CROP', box(5, 5, 6, 6), box(5, 5, 6, 6)],
    ['CROP_LEFTOF', box(0, 0, 1, 480), box(0, 0, 1, 479)],
    ['CROP_RIGHTOF', box(639, 0, 640, 480), box(639, 0, 640, 479)],
  ])('%s of %o keeps a pixel, and warns', async (name, at, expected) => {
    const { output, warnings } = await run(name, { image: image(picture), box: things(thing('dog', at)) });
    expect(pictureIn(output).region).toEqual(expected);
    expect(warnings).toHaveLength(1);
  });

  const every = [...around, 'CROP_RIGHTOF', 'CROP_LEFTOF', 'CROP_ABOVE', 'CROP_BELOW'];
  test.each(every)('%s of a picture of one pixel is that pixel', async name => {
    const one = image(paint(1, 1, () => [9, 9, 9]));
    for (const found of [things(), things(thing('TOP', box(0, 0, 0, 0))), things(thing('dog', box(0, 0, 1, 1)))]) {
      expect(pictureIn((await run(name, { image: one, box: found })).output).region).toEqual(box(0, 0, 1, 1));
    }
  });

  test.each([
    ['a text', { type: 'str', value: 'dog' }, 'VP703', '`box` must be a list of objects, but is a value of type str.'],
    ['None', { type: 'None' }, 'VP703', '`box` must be a list of objects, but is None.'],
    [
      'three numbers',
      list([1n, 2n, 3n].map(value => ({ type: 'int', value }))),
      'VP707',
      'A box is four numbers, [x1, y1, x2, y2], which `box` is not.',
    ],
    ['texts', list([{ type: 'str', value: 'dog' }]), 'VP703', 'is a value of type str'],
    ['a box inside out', list([9, 9, 1, 1].map(int)), 'VP707', '[9, 9, 1, 1] is not a box'],
  ] as const)('%s for a box is an error', async (_, value, code, message) => {
    const error = await run('CROP', { image: image(picture), box: value }).catch(e => e);
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
