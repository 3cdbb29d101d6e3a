import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Capabilities } from '../capabilities.ts';
import { createCapabilities } from '../engines/capabilities.ts';
import { homeDirs } from '../home.ts';
import { decodeFile } from '../images/decode.ts';
import { wholePicture } from '../images/picture.ts';
import { runtimeFile } from '../root.ts';
import { loadEnvironment } from '../store/environment.ts';
import { heightOf, image, none, type RuntimeValue, str, widthOf } from '../values.ts';
import type { Arguments } from './module.ts';
import { objectsIn, pictureIn, pixelAt, runWith } from './testing.ts';

// The bundled models on the example photos: only what they find with every way of resizing is asserted.

let models: Capabilities;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vprog-modules-'));
  const home = homeDirs({ VPROG_HOME: folder });
  models = createCapabilities((await loadEnvironment({ home })).environment, { device: 'cpu', home });
});
afterAll(() => rm(folder, { recursive: true }));

const run = (name: string, args: Arguments) => runWith(models, name, args);

async function photo(name: string): Promise<RuntimeValue> {
  const { pixels } = await decodeFile(runtimeFile('..', 'examples', 'photos', name));
  return image(wholePicture(pixels));
}

/** How far a colour is from grey. */
const colourful = (colour: readonly number[]): number => Math.max(...colour) - Math.min(...colour);

describe('officer.jpg', () => {
  const [sky, flag, cheek] = [
    [470, 60],
    [20, 300],
    [230, 260],
  ] as const;
  let officer: RuntimeValue;
  let people: RuntimeValue;
  beforeAll(async () => {
    officer = await photo('officer.jpg');
    const object = (await run('SEG', { image: officer })).output;
    people = (await run('SELECT', { image: officer, object, query: str('person'), category: none })).output;
  });

  test('SEG gives the person a mask of its own, which leaves the sky and the flag out', () => {
    const [person, ...others] = objectsIn(people);
    expect(others).toEqual([]);
    const { box, alpha } = person!.mask!;
    const at = ([x, y]: readonly [number, number]) => alpha[(y - box.y1) * widthOf(box) + x - box.x1];
    expect(at(cheek)).toBeGreaterThan(200);
    expect(at(sky)).toBeLessThan(50);
    expect(at(flag)).toBeLessThan(50);
  });

  test('COLORPOP keeps the face in colour and greys the sky', async () => {
    const drawn = pictureIn((await run('COLORPOP', { image: officer, object: people })).output);
    expect(colourful(pixelAt(pictureIn(officer), ...sky))).toBeGreaterThan(60);
    expect(colourful(pixelAt(drawn, ...sky))).toBe(0);
    expect(colourful(pixelAt(drawn, ...flag))).toBe(0);
    expect(pixelAt(drawn, ...cheek)).toEqual(pixelAt(pictureIn(officer), ...cheek));
  });

  test('BGBLUR leaves the face as it is and smooths the flag', async () => {
    const before = pictureIn(officer);
    const after = pictureIn((await run('BGBLUR', { image: officer, object: people })).output);
    const roughness = (picture: typeof before) => {
      let sum = 0;
      for (let x = 10; x < 90; x++) sum += Math.abs(pixelAt(picture, x, 70)[0] - pixelAt(picture, x + 1, 70)[0]);
      return sum;
    };
    expect(roughness(after)).toBeLessThan(0.8 * roughness(before));
    expect(pixelAt(after, ...cheek)).toEqual(pixelAt(before, ...cheek));
  });
});

test.each([
  ['astronaut.jpg', 226, 129],
  ['officer.jpg', 267, 240],
])('FACEDET finds the one face of %s about %i, %i, and EMOJI covers it', async (name, x, y) => {
  const picture = await photo(name);
  const { output, shown } = await run('FACEDET', { image: picture });
  const [face, ...others] = objectsIn(output);
  expect(others).toEqual([]);
  const { box } = face!;
  expect(Math.abs((box.x1 + box.x2) / 2 - x)).toBeLessThan(12);
  expect(Math.abs((box.y1 + box.y2) / 2 - y)).toBeLessThan(12);
  expect(shown!.shapes[0]).toMatchObject({ label: 'face' });

  const drawn = pictureIn((await run('EMOJI', { image: picture, object: output, emoji: str('smiling_face') })).output);
  // The forehead of the drawing is plain yellow.
  const [red, green, blue] = pixelAt(drawn, x, Math.round(y - heightOf(box) / 5));
  expect([red > 200, green > 150, blue < 120]).toEqual([true, true, true]);
});

test('LOC, COUNT, CROP and TAG of the sheep', async () => {
  const picture = await photo('sheep.jpg');
  const { output, shown, warnings } = await run('LOC', { image: picture, object: str('lambs') });
  const sheep = objectsIn(output);
  expect(sheep.length).toBeGreaterThanOrEqual(4);
  expect(sheep.map(({ score }) => score)).toEqual([...sheep].map(({ score }) => score).sort((a, b) => b - a));
  expect(shown!.shapes).toHaveLength(sheep.length);
  expect(warnings).toHaveLength(1);
  expect((await run('COUNT', { box: output })).output).toEqual({ type: 'int', value: BigInt(sheep.length) });
  const crop = pictureIn((await run('CROP', { image: picture, box: output })).output);
  expect(widthOf(crop.region)).toBeCloseTo(1.5 * widthOf(sheep[0]!.box), -1);
  const tagged = pictureIn((await run('TAG', { image: picture, object: output })).output);
  const { x1, y1, y2 } = sheep[0]!.box;
  expect(pixelAt(tagged, x1 + 1, Math.round((y1 + y2) / 2))).toEqual([0, 128, 0]);
});

test('LOC of what the detector has no label for finds nothing, and says why', async () => {
  for (const phrase of ['unicorn', 'x'.repeat(10_000)]) {
    const { output, warnings } = await run('LOC', { image: await photo('dog.jpg'), object: str(phrase) });
    expect(objectsIn(output)).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('no label')]);
  }
});

test('READ reads the sign', async () => {
  const { output, shown } = await run('READ', { image: await photo('sign.jpg') });
  expect(output).toEqual(str('COFFEE SHOP Espresso 2.50 Cappuccino 3.20 Open 8 to 18'));
  expect(shown!.shapes.map(({ label }) => label)).toContain('Open 8 to 18');
});

test.each(['VQA', 'REPLACE', 'LIST', 'CLASSIFY'])('%s says which model it needs', async name => {
  const picture = await photo('dog.jpg');
  const dog = (await run('LOC', { image: picture, object: str('dog') })).output;
  await expect(run(name, { image: picture, object: dog })).rejects.toMatchObject({ code: 'VP501' });
});
