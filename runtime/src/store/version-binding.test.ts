import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check, parse } from '@vprog/language';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCapabilities } from '../engines/capabilities.ts';
import { OnnxEngine } from '../engines/onnx/engine.ts';
import { type HomeDirs, homeDirs } from '../home.ts';
import { decodeFile } from '../images/decode.ts';
import { wholePicture } from '../images/picture.ts';
import { photo, temporaryFolder } from '../testing.ts';
import { loadEnvironment } from './environment.ts';
import { modelStatuses } from './status.ts';
import { addFrontVersion, draft, front } from './testing.ts';
import { activateVersion, addVersion, type ModelVersion, modelPath, versionFolder } from './versions.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let home: HomeDirs;
let version: ModelVersion;
beforeEach(async () => {
  folder = await temporaryFolder();
  home = homeDirs({ VPROG_HOME: folder.path });
  version = await addFrontVersion(home);
});
afterEach(() => folder.remove());

async function configured(text: string): Promise<string> {
  const path = join(folder.path, 'vprog.json');
  await writeFile(path, text);
  return path;
}

test('an active version stands in for its original in every profile, and is listed after it', async () => {
  await activateVersion(home, undefined, front.id, 1);
  const config = await configured('{ "profiles": { "mine": { "bindings": { "faces": "blazeface_front" } } } }');
  const loaded = await loadEnvironment({ home, config });
  expect(loaded.problems).toEqual([]);
  const { environment, cards } = loaded;
  for (const { models } of [environment, environment.profiles!.get('photos')!, environment.profiles!.get('mine')!]) {
    expect(models.faces).toMatchObject({
      binding: { model: front.id },
      version: 1,
      present: true,
      card: {
        id: 'blazeface_front@1',
        title: `${front.title}, version 1`,
        file: { path: modelPath(home, version.sha256), sha256: version.sha256 },
        weights: { path: modelPath(home, front.file.sha256), sha256: front.file.sha256 },
        decoder: front.decoder,
      },
    });
  }
  expect(environment.models.detect).not.toHaveProperty('version');
  const ids = cards.map(({ id }) => id);
  expect(ids.slice(ids.indexOf(front.id), ids.indexOf(front.id) + 2)).toEqual([front.id, 'blazeface_front@1']);
  const statuses = await modelStatuses(loaded, true);
  expect(statuses.filter(({ id }) => id.startsWith(front.id))).toMatchObject([
    { id: front.id, state: 'ok', bound: [] },
    { id: 'blazeface_front@1', state: 'ok', bound: ['photos: faces', 'mine: faces'] },
  ]);
});

test('an active version stands in for a part of another model too', async () => {
  const parts = { capability: 'read', original: { sha256: '', bytes: 1 } } as const;
  const { cards } = await loadEnvironment({ home });
  const { sha256, bytes } = cards.find(({ id }) => id === 'ppocr-v4-det')!.file;
  await addVersion(home, draft('ppocr-v4-det', { ...parts, original: { sha256, bytes } }), new Map());
  const config = await configured('{ "versions": { "ppocr-v4-det": 1 } }');
  const { read } = (await loadEnvironment({ home, config })).environment.models;
  expect(read).toMatchObject({ card: { id: 'ppocr-v4-rec' }, parts: { regions: { id: 'ppocr-v4-det@1' } } });
  expect(read).toMatchObject({ present: false });
  expect(read).not.toHaveProperty('version');
});

describe('VP526', () => {
  const problemsOf = async (text: string | undefined) => {
    const config = text === undefined ? undefined : await configured(text);
    const { problems, environment } = await loadEnvironment({ home, ...(config && { config }) });
    expect(environment.models.faces).toMatchObject({ card: { id: front.id }, present: true });
    return problems.map(
      ({ code, severity, span, message }) => `${code} ${severity} ${text?.slice(span.start, span.end)}: ${message}`,
    );
  };

  test('a version that is not there', async () => {
    expect(await problemsOf('{ "versions": { "blazeface_front": 7 } }')).toEqual([
      'VP526 error 7: The version blazeface_front@7 is not there: activate the original with `vprog distill activate blazeface_front`, or another version.',
    ]);
  });

  test('a version that is damaged', async () => {
    await writeFile(join(versionFolder(home, version), 'version.json'), '');
    expect(await problemsOf('{ "versions": { "blazeface_front": 1 } }')).toEqual([
      expect.stringContaining('VP526 error 1: The version blazeface_front@1 is damaged'),
    ]);
    expect(await problemsOf('{}')).toEqual([]);
  });

  test('a version of another file than the one that is bound', async () => {
    const other = { ...front, id: undefined, file: { ...front.file, sha256: 'e'.repeat(64), path: 'other.onnx' } };
    await writeFile(join(folder.path, 'other.onnx'), '');
    const text = JSON.stringify({ models: { [front.id]: other }, versions: { [front.id]: 1 } });
    expect(await problemsOf(text)).toEqual([expect.stringContaining('was made from another file of blazeface_front')]);
  });

  test('what is wrong in the home stands at the start, and names its file', async () => {
    await activateVersion(home, undefined, front.id, 1);
    await rm(versionFolder(home, version), { recursive: true });
    const active = join(home.data, 'versions/active.json');
    expect(await problemsOf('{}')).toEqual([
      expect.stringContaining(`VP526 error : The version blazeface_front@1, active by ${active}, is not there`),
    ]);
    expect(await problemsOf('{ "versions": { "blazeface_front": 0 } }')).toEqual([]);
    await writeFile(active, '{');
    expect(await problemsOf(undefined)).toEqual([expect.stringContaining(`VP526 error undefined: ${active}, which`)]);
  });
});

describe('the files of a version', () => {
  const load = async () => {
    await activateVersion(home, undefined, front.id, 1);
    const loaded = await loadEnvironment({ home });
    const models = createCapabilities(loaded.environment, { device: 'cpu', home, engine: new OnnxEngine() });
    return { ...loaded, models };
  };
  const picture = async () => wholePicture((await decodeFile(photo('astronaut.jpg'))).pixels);

  test('answer together, and tell the cache apart from the original', async () => {
    const original = createCapabilities((await loadEnvironment({ home })).environment, { device: 'cpu', home });
    const { models } = await load();
    const faces = await models.faces(await picture());
    expect(faces.model).toMatchObject({ id: 'blazeface_front@1', sha256: version.sha256 });
    expect(faces.value).toEqual((await original.faces(await picture())).value);
    expect(faces.value).toHaveLength(1);
    expect(await models.identity('faces')).not.toBe(await original.identity('faces'));
    expect(await models.identity('detect')).toBe(await original.identity('detect'));
  });

  test('are one cache key together', async () => {
    const { environment, models } = await load();
    const { faces } = environment.models;
    const weights = { ...faces!.card.weights!, sha256: 'f'.repeat(64) };
    const other = { ...environment, models: { faces: { ...faces!, card: { ...faces!.card, weights } } } };
    const changed = createCapabilities(other, { device: 'cpu', home });
    expect(await changed.identity('faces')).not.toBe(await models.identity('faces'));
  });

  test.each([
    ['own', () => version.sha256],
    ['original', () => version.original.sha256],
  ])('the %s, changed or deleted, is noticed before it is read', async (_, sha256) => {
    const { models } = await load();
    const path = modelPath(home, sha256());
    const bytes = await readFile(path);
    bytes[100]! ^= 1;
    await writeFile(path, bytes);
    const advice = 'go back to the version before it with `vprog distill rollback blazeface_front`.';
    const failure = (code: string) => ({
      code,
      message: expect.stringMatching(new RegExp(`blazeface_front@1.*${sha256()}.*${advice}`)),
    });
    await expect(models.faces(await picture())).rejects.toMatchObject(failure('VP503'));
    const statuses = await modelStatuses(await loadEnvironment({ home }), true);
    expect(statuses.filter(({ state }) => state !== 'ok')).toMatchObject([
      { id: 'blazeface_front@1', state: 'damaged', path },
    ]);
    await rm(path);
    await expect(models.faces(await picture())).rejects.toMatchObject(failure('VP502'));
    const { environment } = await loadEnvironment({ home });
    const { problems } = check(parse('FACES = FACEDET(image=IMAGE)\nFINAL = RESULT(var=FACES)'), environment);
    expect(problems).toMatchObject([{ code: 'VP502', message: expect.stringContaining(advice) }]);
  });
});
