import { describe, expect, test } from 'vitest';
import { image, str } from '../values.ts';
import { black, box, objectsIn, paint, run, thing } from './testing.ts';

describe('LOC', () => {
  const picture = image(paint(641, 481, () => [0, 0, 0]));
  test.each([
    ['TOP', box(0, 0, 640, 240)],
    ['BOTTOM', box(0, 240, 640, 480)],
    ['LEFT', box(0, 0, 320, 480)],
    ['RIGHT', box(320, 0, 640, 480)],
  ])('%s is %o without a model', async (word, expected) => {
    const { output, asked, shown } = await run('LOC', { image: picture, object: str(word) });
    expect(objectsIn(output)).toEqual([{ box: expected, category: word, score: 1 }]);
    expect(asked).toEqual([]);
    expect(shown!.shapes).toHaveLength(1);
  });

  test('asks for anything else, also for the words in lower case', async () => {
    const found = [thing('table top', box(1, 2, 3, 4), { score: 0.9 }), thing('table top', box(5, 6, 7, 8))];
    const { output, asked, shown } = await run('LOC', { image: picture, object: str('top') }, { detect: found });
    expect(asked).toEqual(['detect']);
    expect(objectsIn(output)).toEqual(found);
    expect(shown!.picture.region).toEqual(box(0, 0, 641, 481));
    expect(shown!.shapes).toEqual([
      { box: [1, 2, 3, 4], label: 'table top', score: 0.9 },
      { box: [5, 6, 7, 8], label: 'table top', score: 0.5 },
    ]);
  });

  test('nothing found is an empty list, shown without boxes', async () => {
    const { output, shown } = await run('LOC', { image: picture, object: str('dog') }, { detect: [] });
    expect(output).toEqual({ type: 'list', items: [] });
    expect(shown!.shapes).toEqual([]);
  });
});

describe('FACEDET', () => {
  test.each([
    [box(20, 20, 30, 32), box(18, 17, 32, 35)],
    [box(0, 30, 40, 48), box(0, 26, 50, 48)],
    [box(24, 8, 64, 48), box(14, 0, 64, 48)],
  ])('enlarges %o to %o', async (found, expected) => {
    const { output, shown } = await run('FACEDET', { image: black }, { faces: [thing('face', found)] });
    const [face] = objectsIn(output);
    expect(face).toMatchObject({ box: expected, category: 'face', score: 0.5 });
    expect(face!.mask!.box).toEqual(expected);
    expect(face!.mask!.alpha).toHaveLength((expected.x2 - expected.x1) * (expected.y2 - expected.y1));
    expect(new Set(face!.mask!.alpha)).toEqual(new Set([255]));
    expect(shown!.shapes[0]).toMatchObject({ label: 'face', score: 0.5 });
  });
});

describe('SEG', () => {
  /** The left half of the picture is people. */
  const people = {
    box: box(0, 0, 64, 48),
    alpha: Uint8Array.from({ length: 64 * 48 }, (_, i) => (i % 64 < 32 ? 255 : 0)),
  };

  test('asks for people only where there is one', async () => {
    const dog = thing('dog', box(1, 2, 5, 7));
    const { output, asked } = await run('SEG', { image: black }, { detect: [dog], people });
    expect(asked).toEqual(['detect']);
    expect(objectsIn(output)).toEqual([{ ...dog, mask: { box: dog.box, alpha: new Uint8Array(20).fill(255) } }]);
  });

  test("a person's mask is what of the people is in the box, other objects' the box", async () => {
    const found = [thing('person', box(30, 0, 34, 2)), thing('dog', box(30, 0, 34, 2))];
    const { output, asked } = await run('SEG', { image: black }, { detect: found, people });
    expect(asked).toEqual(['detect', 'people']);
    const [person, dog] = objectsIn(output);
    expect([...person!.mask!.alpha]).toEqual([255, 255, 0, 0, 255, 255, 0, 0]);
    expect(person!.mask!.box).toEqual(person!.box);
    expect([...dog!.mask!.alpha]).toEqual(Array(8).fill(255));
  });

  test('a person whom the mask all but misses is the box', async () => {
    const found = [thing('person', box(31, 0, 64, 10))];
    const { output } = await run('SEG', { image: black }, { detect: found, people });
    expect(new Set(objectsIn(output)[0]!.mask!.alpha)).toEqual(new Set([255]));
  });
});

describe('READ', () => {
  const lines = [
    { box: box(1, 1, 9, 4), text: 'COFFEE', score: 0.99 },
    { box: box(10, 1, 20, 4), text: 'SHOP', score: 0.9 },
  ];
  test('joins the lines and shows where they are', async () => {
    const { output, shown } = await run('READ', { image: black }, { read: lines });
    expect(output).toEqual(str('COFFEE SHOP'));
    expect(shown!.shapes).toEqual([
      { box: [1, 1, 9, 4], label: 'COFFEE', score: 0.99 },
      { box: [10, 1, 20, 4], label: 'SHOP', score: 0.9 },
    ]);
  });
  test('no text is the empty text', async () => {
    expect((await run('READ', { image: black }, { read: [] })).output).toEqual(str(''));
  });
});
