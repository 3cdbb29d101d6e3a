import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '@vprog/language';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import expected from '../../../tests/fixtures/models/photos.json' with { type: 'json' };
import type { Capabilities } from '../capabilities.ts';
import { homeDirs } from '../home.ts';
import { decodeFile } from '../images/decode.ts';
import { viewOf, wholePicture } from '../images/picture.ts';
import { makePixels } from '../images/pixels.ts';
import { loadEnvironment } from '../store/environment.ts';
import type { Picture } from '../values.ts';
import { createCapabilities } from './capabilities.ts';
import { overlap } from './onnx/nms.ts';

const folder = mkdtempSync(join(tmpdir(), 'vprog-models-'));
const home = homeDirs({ VPROG_HOME: folder });
afterAll(() => rmSync(folder, { recursive: true }));

let environment: Environment;
let models: Capabilities;
beforeAll(async () => {
  ({ environment } = await loadEnvironment({ home }));
  models = createCapabilities(environment, { device: 'cpu', home });
});

const photo = async (name: string): Promise<Picture> =>
  wholePicture((await decodeFile(join(import.meta.dirname, '../../../examples/photos', name))).pixels);
const onePixel = wholePicture(makePixels(1, 1, Uint8Array.of(200, 100, 50)));
const boxOf = ([x1, y1, x2, y2]: readonly number[]) => ({ x1: x1!, y1: y1!, x2: x2!, y2: y2! });

describe('detect', () => {
  test.each(expected.detect)('$label in $photo', async ({ photo: name, label, score, box }) => {
    const { value, model, warnings } = await models.detect(await photo(name), label);
    const best = value.find(found => overlap(found.box, boxOf(box)) >= 0.7);
    expect(best?.category).toBe(label);
    expect(Math.abs(best!.score - score)).toBeLessThanOrEqual(0.1);
    expect(model).toMatchObject({ id: 'nanodet', provider: 'cpu' });
    expect(warnings).toEqual([]);
  });

  test.each(expected.atLeast)('$count of $label in $photo', async ({ photo: name, label, count }) => {
    const { value } = await models.detect(await photo(name), label);
    expect(value.length).toBeGreaterThanOrEqual(count);
    expect(value.map(found => found.score)).toEqual(value.map(found => found.score).sort((a, b) => b - a));
  });

  test('boxes are whole pixels inside the picture that was asked about', async () => {
    const crop = viewOf(await photo('sheep.jpg'), { x1: 300, y1: 40, x2: 780, y2: 470 });
    const { value } = await models.detect(crop, null, { threshold: 0.2 });
    expect(value.length).toBeGreaterThan(3);
    for (const { box } of value) {
      expect(Object.values(box).every(Number.isInteger)).toBe(true);
      expect(box.x1 >= 0 && box.y1 >= 0 && box.x2 <= 480 && box.y2 <= 430).toBe(true);
      expect(box.x1 < box.x2 && box.y1 < box.y2).toBe(true);
    }
  });

  test('all labels, or one of them', async () => {
    const picture = await photo('collage.jpg');
    const all = (await models.detect(picture, null)).value;
    expect(new Set(all.map(found => found.category))).toEqual(new Set(['car', 'cat']));
    expect((await models.detect(picture, 'cats')).value).toEqual(all.filter(found => found.category === 'cat'));
  });

  test('the threshold applies after the model, which runs once for a picture', async () => {
    const picture = await photo('boats.jpg');
    const first = await models.detect(picture, 'boat', { threshold: 0.9 });
    const second = await models.detect(picture, 'boat', { threshold: 0.3 });
    expect(first.value).toEqual([]);
    expect(second.value.length).toBeGreaterThan(1);
    expect([first.model.ms > 0, second.model.ms]).toEqual([true, 0]);
  });

  test('a phrase that says more than the label is answered with a note', async () => {
    const { value, warnings } = await models.detect(await photo('car.jpg'), 'red car');
    expect(value.map(found => found.category)).toEqual(['car']);
    expect(warnings).toEqual([expect.stringContaining('red car')]);
  });

  test.each(['unicorn', 'x'.repeat(10_000)])('a phrase without a label is never silent', async phrase => {
    const { value, warnings } = await models.detect(await photo('car.jpg'), phrase);
    expect(value).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/no label.*open-vocabulary/is)]);
    expect(warnings[0]!.length).toBeLessThan(500);
  });
});

test.each(expected.faces)('one face in $photo', async ({ photo: name, score, box }) => {
  const { value } = await models.faces(await photo(name));
  expect(value).toHaveLength(1);
  expect(value[0]!.category).toBe('face');
  expect(overlap(value[0]!.box, boxOf(box))).toBeGreaterThanOrEqual(0.7);
  expect(Math.abs(value[0]!.score - score)).toBeLessThanOrEqual(0.1);
});

test.each(expected.people)('the person in $photo is outlined', async ({ photo: name, share }) => {
  const picture = await photo(name);
  const { value } = await models.people(picture);
  expect(value.box).toEqual(picture.region);
  expect(value.alpha.filter(alpha => alpha > 127).length / value.alpha.length).toBeCloseTo(share, 1.5);
});

test.each(expected.read)('the text of $photo', async ({ photo: name, lines }) => {
  const { value, model } = await models.read(await photo(name));
  expect(value.map(line => line.text)).toEqual(lines);
  expect(Math.min(...value.map(line => line.score))).toBeGreaterThan(0.9);
  expect(model.id).toBe('ppocr-v4-rec');
});

test('a picture of one pixel has nothing in it', async () => {
  expect((await models.detect(onePixel, null)).value).toEqual([]);
  expect((await models.faces(onePixel)).value).toEqual([]);
  expect((await models.read(onePixel)).value).toEqual([]);
  expect((await models.people(onePixel)).value.alpha).toHaveLength(1);
});

describe('what is not bound', () => {
  test.each(['answer', 'match', 'depth', 'inpaint', 'knowledge'] as const)('%s', async capability => {
    expect(() => models.need(capability)).toThrow(
      expect.objectContaining({ code: 'VP501', message: expect.stringMatching(`\`${capability}\`.*\`photos\``) }),
    );
    expect(await models.identity(capability)).toBeUndefined();
  });
  test('a profile without a detector', async () => {
    const bare = createCapabilities({ ...environment, models: {} }, { device: 'cpu', home });
    await expect(bare.detect(onePixel, 'dog')).rejects.toMatchObject({ code: 'VP501' });
    await expect(bare.read(onePixel)).rejects.toMatchObject({ code: 'VP501' });
  });
  test('a model that gives something else', async () => {
    const swapped = { ...environment, models: { ...environment.models, detect: environment.models.segment! } };
    const wrong = createCapabilities(swapped, { device: 'cpu', home });
    await expect(wrong.detect(onePixel, null)).rejects.toMatchObject({ code: 'VP525' });
  });
});

test('the identity tells apart what gives other results', async () => {
  const { detect } = environment.models;
  const stricter = { ...detect!, binding: { ...detect!.binding, parameters: { threshold: 0.6 } } };
  const other = createCapabilities(
    { ...environment, models: { ...environment.models, detect: stricter } },
    { device: 'cpu', home },
  );
  const again = createCapabilities(environment, { device: 'cpu', home });
  expect(await again.identity('detect')).toBe(await models.identity('detect'));
  expect(await other.identity('detect')).not.toBe(await models.identity('detect'));
  expect(await other.identity('read')).toBe(await models.identity('read'));
  expect((await other.detect(await photo('boats.jpg'), null)).value).toEqual([]);
});
