import { describe, expect, test } from 'vitest';
import { image, none, object, type RuntimeValue, str } from '../values.ts';
import { box, paint, pictureIn, pixelAt, run, thing, things } from './testing.ts';

/** Stripes one pixel wide: a blur makes them one colour. */
const stripes = paint(320, 320, x => (x % 2 === 0 ? [250, 10, 10] : [10, 10, 250]));
const grey = (r: number, g: number, b: number) => (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16;
const middle = things(thing('dog', box(80, 80, 240, 240)));
const masked = things(
  thing('person', box(80, 80, 240, 240), {
    mask: {
      box: box(80, 80, 240, 240),
      alpha: Uint8Array.from({ length: 160 * 160 }, (_, i) => (i % 160 < 80 ? 255 : 0)),
    },
  }),
);

async function picture(name: string, args: Readonly<Record<string, RuntimeValue>>, source = stripes) {
  const { output, warnings } = await run(name, { image: image(source), ...args });
  return { drawn: pictureIn(output), warnings };
}

describe('COLORPOP', () => {
  test('keeps the colour in the box and turns the rest grey', async () => {
    const { drawn, warnings } = await picture('COLORPOP', { object: middle });
    expect(warnings).toEqual([]);
    expect(pixelAt(drawn, 160, 160)).toEqual([250, 10, 10]);
    expect(pixelAt(drawn, 161, 160)).toEqual([10, 10, 250]);
    expect(pixelAt(drawn, 84, 160)).toEqual([250, 10, 10]);
    for (const x of [20, 21, 76]) {
      const luma = grey(...pixelAt(stripes, x, 160));
      expect(pixelAt(drawn, x, 160)).toEqual([luma, luma, luma]);
    }
  });
  test('goes by the mask where there is one', async () => {
    const { drawn } = await picture('COLORPOP', { object: masked });
    expect(pixelAt(drawn, 120, 160)).toEqual([250, 10, 10]);
    const luma = grey(250, 10, 10);
    expect(pixelAt(drawn, 200, 160)).toEqual([luma, luma, luma]);
  });
  test('leaves no half-coloured ghost where the mask is half sure', async () => {
    const at = box(80, 80, 240, 240);
    for (const [sure, expected] of [
      [120, grey(250, 10, 10)],
      [135, 250],
    ] as const) {
      const unsure = thing('person', at, { mask: { box: at, alpha: new Uint8Array(160 * 160).fill(sure) } });
      const { drawn } = await picture('COLORPOP', { object: object(unsure) });
      expect(pixelAt(drawn, 160, 160)[0]).toBe(expected);
    }
  });
  test('all of the picture as the object is the picture', async () => {
    const { drawn } = await picture('COLORPOP', { object: things(thing('sky', box(0, 0, 320, 320))) });
    expect(drawn.pixels.sha256).toBe(stripes.pixels.sha256);
  });
});

describe('BGBLUR', () => {
  test('blurs outside, and nothing inside up to the very edge', async () => {
    const { drawn, warnings } = await picture('BGBLUR', { object: middle });
    expect(warnings).toEqual([]);
    for (const [x, y] of [
      [80, 80],
      [81, 80],
      [239, 239],
      [160, 160],
    ] as const) {
      expect(pixelAt(drawn, x, y)).toEqual(pixelAt(stripes, x, y));
    }
    const [red, , blue] = pixelAt(drawn, 20, 20);
    expect(Math.abs(red - 130)).toBeLessThan(15);
    expect(Math.abs(blue - 130)).toBeLessThan(15);
  });
  test('blurs in the box outside the mask', async () => {
    const { drawn } = await picture('BGBLUR', { object: masked });
    expect(pixelAt(drawn, 120, 160)).toEqual([250, 10, 10]);
    expect(Math.abs(pixelAt(drawn, 220, 160)[0] - 130)).toBeLessThan(15);
  });
});

describe('EMOJI', () => {
  const dark = paint(100, 100, () => [0, 0, 60]);
  test('is centred and as high as the box by 1.5', async () => {
    const face = things(thing('face', box(20, 20, 50, 80)));
    const { drawn } = await picture('EMOJI', { object: face, emoji: str('smiling_face') }, dark);
    const seen = (x: number, y: number) => pixelAt(drawn, x, y)[0] > 100;
    // 40 pixels wide and high about (35, 50); the drawing leaves some pixels free at its edge.
    expect([seen(35, 33), seen(35, 67), seen(18, 50), seen(52, 50)]).toEqual([true, true, true, true]);
    expect([seen(35, 29), seen(35, 71), seen(14, 50), seen(56, 50)]).toEqual([false, false, false, false]);
  });
  test('is put on each object', async () => {
    const faces = things(thing('face', box(0, 0, 30, 30)), thing('face', box(70, 70, 100, 100)));
    const { drawn } = await picture('EMOJI', { object: faces, emoji: str('winking face') }, dark);
    expect(pixelAt(drawn, 15, 9)[0]).toBeGreaterThan(100);
    expect(pixelAt(drawn, 85, 79)[0]).toBeGreaterThan(100);
    expect(pixelAt(drawn, 50, 50)).toEqual([0, 0, 60]);
  });
  test('that is unknown is an error with the nearest names', async () => {
    await expect(
      picture('EMOJI', { object: things(), emoji: str('smiling_face_with_sunglases') }),
    ).rejects.toMatchObject({
      code: 'VP707',
      message: expect.stringMatching(/'smiling_face_with_sunglases'; near are smiling_face_with_sunglasses, /),
    });
    const error = await picture('EMOJI', { object: things(), emoji: str('x'.repeat(10_000)) }).catch(e => e);
    expect(error.message.length).toBeLessThan(200);
  });
});

describe('TAG', () => {
  test('labels with the class, else the category', async () => {
    const at = box(100, 100, 200, 200);
    const [plain, classed, same] = await Promise.all(
      [
        thing('person', at, { score: 0.5 }),
        thing('face', at, { score: 0.1, class: 'person', classScore: 0.5 }),
        thing('face', at),
      ].map(async found => (await picture('TAG', { object: object(found) })).drawn.pixels.sha256),
    );
    expect(plain).toBe(classed);
    expect(plain).not.toBe(same);
  });
});

describe('no objects', () => {
  test.each([
    ['COLORPOP', 'There was no object to keep in colour, so the whole picture is grey.'],
    ['BGBLUR', 'There was no object to keep sharp, so the whole picture is blurred.'],
    ['EMOJI', 'There was no object to put an emoji on, so the picture is unchanged.'],
    ['TAG', 'There was no object to tag, so the picture is unchanged.'],
  ])('%s warns', async (name, warning) => {
    const { drawn, warnings } = await picture(name, { object: things(), emoji: str('smiling_face') });
    expect(warnings).toEqual([warning]);
    expect(drawn.pixels.sha256 === stripes.pixels.sha256).toBe(name === 'EMOJI' || name === 'TAG');
  });
  test.each(['COLORPOP', 'BGBLUR', 'EMOJI', 'TAG', 'SELECT'])('%s of None is a TypeError', async name => {
    await expect(picture(name, { object: none, emoji: str('smiling_face') })).rejects.toMatchObject({ code: 'VP703' });
  });
});

test.each(['COLORPOP', 'BGBLUR', 'EMOJI', 'TAG'])(
  '%s takes a picture of one pixel and boxes outside it',
  async name => {
    const one = paint(1, 1, () => [200, 100, 50]);
    const object = things(thing('dog', box(0, 0, 1, 1)), thing('dog', box(-50, 9, 40, 70)));
    const { drawn } = await picture(name, { object, emoji: str('smiling_face') }, one);
    expect(drawn.region).toEqual(box(0, 0, 1, 1));
  },
);

test('a crop is drawn on alone: its source stays as it is', async () => {
  const source = paint(100, 80, (x, y) => [x, y, 0]);
  const part = { pixels: source.pixels, region: box(10, 20, 60, 70) };
  const { drawn } = await picture('TAG', { object: things(thing('', box(5, 5, 20, 20))) }, part);
  expect(drawn.region).toEqual(box(0, 0, 50, 50));
  expect(pixelAt(drawn, 40, 40)).toEqual([50, 60, 0]);
  expect(pixelAt(source, 15, 25)).toEqual([15, 25, 0]);
});
