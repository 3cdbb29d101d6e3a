import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ask } from './asks.ts';
import { homeDirs } from './home.ts';
import { Runtime } from './runtime.ts';
import { programOn, temporaryFolder } from './testing.ts';
import { heightOf, widthOf } from './values.ts';

let home: Awaited<ReturnType<typeof temporaryFolder>>;
let runtime: Runtime;
beforeAll(async () => {
  home = await temporaryFolder();
  runtime = new Runtime(homeDirs({ VPROG_HOME: home.path }));
});
afterAll(() => home.remove());

async function asksOf(picture: string, text: string, cache = false): Promise<readonly Ask[]> {
  const asks: Ask[] = [];
  const trace = await runtime.run(programOn(picture, text, { cache }), { onAsk: ask => asks.push(ask) });
  expect(trace.error).toBeUndefined();
  return asks;
}

const faces = 'FACES = FACEDET(image=IMAGE)\nFINAL = RESULT(var=FACES)';

test('a step that asks for faces is heard with the photo and the answer', async () => {
  const [ask, ...others] = await asksOf('astronaut.jpg', faces);
  expect(others).toEqual([]);
  expect(ask).toMatchObject({
    capability: 'faces',
    step: 0,
    answer: { value: [{ category: 'face' }], model: { id: 'blazeface_front', provider: 'cpu' }, warnings: [] },
  });
  const { pixels, region } = ask!.picture;
  expect(region).toEqual({ x1: 0, y1: 0, x2: pixels.width, y2: pixels.height });
});

test('what is asked about a crop is a region of the photo, and boxes are in its coordinates', async () => {
  const [whole] = await asksOf('astronaut.jpg', faces);
  const [, ask] = await asksOf(
    'astronaut.jpg',
    `PERSON = LOC(image=IMAGE, object='person')
PART = CROP(image=IMAGE, box=PERSON)
FACES = FACEDET(image=PART)
FINAL = RESULT(var=FACES)`,
  );
  if (ask?.capability !== 'faces') throw new Error('The second question is not about faces.');
  const { pixels, region } = ask.picture;
  expect(ask.step).toBe(2);
  expect(pixels.sha256).toBe(whole!.picture.pixels.sha256);
  expect(widthOf(region) * heightOf(region)).toBeLessThan(pixels.width * pixels.height);
  for (const { box } of ask.answer.value) {
    expect(box.x2 <= widthOf(region) && box.y2 <= heightOf(region)).toBe(true);
  }
});

test('each kind of question is heard with what was asked', async () => {
  const people = await asksOf('astronaut.jpg', "OBJS = SEG(image=IMAGE)\nP = LOC(image=IMAGE, object='person')");
  expect(people.map(({ capability, step }) => `${step} ${capability}`)).toEqual(['0 detect', '0 segment', '1 detect']);
  expect(people.map(ask => (ask.capability === 'detect' ? ask.phrase : ''))).toEqual([null, '', 'person']);
  const [read] = await asksOf('sign.jpg', 'TEXT = READ(image=IMAGE)\nFINAL = RESULT(var=TEXT)');
  expect(read).toMatchObject({ capability: 'read', step: 0 });
});

test('without the cache every run asks, also where the engine remembers; with it, the first', async () => {
  for (const count of [1, 1]) expect(await asksOf('cat.jpg', faces)).toHaveLength(count);
  for (const count of [1, 0]) expect(await asksOf('cat.jpg', faces, true)).toHaveLength(count);
});

test('a phrase that the model has no label for is not asked', async () => {
  expect(await asksOf('cat.jpg', "X = LOC(image=IMAGE, object='unicorn')\nN = COUNT(box=X)")).toEqual([]);
});
