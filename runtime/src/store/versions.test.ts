import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseConfig } from '@vprog/language';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type HomeDirs, homeDirs } from '../home.ts';
import { temporaryFolder } from '../testing.ts';
import { sumOf } from './files.ts';
import { addFrontVersion, draft, front } from './testing.ts';
import {
  activateVersion,
  activeVersions,
  addVersion,
  keepModelFile,
  listVersions,
  modelPath,
  parseVersionName,
  readVersion,
  VersionError,
  versionFolder,
  versionName,
} from './versions.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let home: HomeDirs;
beforeEach(async () => {
  folder = await temporaryFolder();
  home = homeDirs({ VPROG_HOME: folder.path });
});
afterEach(() => folder.remove());

const none = new Map<string, string>();
const names = async (model?: string) => (await listVersions(home, model)).map(versionName);

test.each([
  ['blazeface_front@2', { model: 'blazeface_front', number: 2 }],
  ['blazeface_front', { model: 'blazeface_front', number: 0 }],
  ['blazeface_front@0', { model: 'blazeface_front', number: 0 }],
  ['a@b@12', { model: 'a@b', number: 12 }],
  ['a@02', { model: 'a@02', number: 0 }],
  ['@3', { model: '@3', number: 0 }],
  ['', undefined],
])('the name %j', (text, expected) => expect(parseVersionName(text)).toEqual(expected));

describe('adding', () => {
  test('numbers go up for each model, and all that belongs to a version is there with it', async () => {
    const first = await addVersion(
      home,
      draft('m'),
      new Map([
        ['report.html', '<p>'],
        ['flips/1.jpg', 'pixels'],
      ]),
    );
    const second = await addVersion(home, draft('m', { base: 1 }), none);
    await addVersion(home, draft('l'), none);
    expect(first).toMatchObject({ format: 1, model: 'm', number: 1, base: 0 });
    expect(await readVersion(home, 'm@2')).toEqual(second);
    expect(await names()).toEqual(['l@1', 'm@1', 'm@2']);
    expect(await names('m')).toEqual(['m@1', 'm@2']);
    expect(await readFile(join(versionFolder(home, first), 'flips/1.jpg'), 'utf8')).toBe('pixels');
  });

  test('what a killed process left is ignored', async () => {
    const left = join(versionFolder(home, { model: 'm', number: 1 }), '..', '.left.tmp');
    await mkdir(left, { recursive: true });
    await writeFile(join(left, 'version.json'), '{}');
    expect(await names()).toEqual([]);
    expect(versionName(await addVersion(home, draft('m'), none))).toBe('m@1');
    expect(await names()).toEqual(['m@1']);
  });

  test('a version that cannot be written leaves nothing behind', async () => {
    const wrong = draft('m', { metric: { name: 'f1', before: 0, after: Number.NaN, low: 0, high: 0 } });
    await expect(addVersion(home, wrong, none)).rejects.toThrow('`metric/after` is missing or wrong');
    for (const name of ['../x', '/tmp/x', '..', 'version.json', '']) {
      await expect(addVersion(home, draft('m'), new Map([[name, 'x']]))).rejects.toThrow('cannot be called');
    }
    expect(await readdir(join(home.data, 'versions', 'm')).catch(() => [])).toEqual([]);
    await mkdir(join(home.data, 'versions'), { recursive: true });
    await writeFile(join(home.data, 'versions', 'file'), '');
    const error = await addVersion(home, draft('file'), none).catch(thrown => thrown);
    expect(error).toBeInstanceOf(VersionError);
    expect(error.message).toMatch(/^The version of file cannot be written to .*\.$/);
  });

  test.each(['a/b', '..', '.', 'ä ö', 'a@1', '100%', 'a*b:c?', '__proto__', '../../x'])(
    'the model %j keeps its versions inside the home',
    async model => {
      await addVersion(home, draft(model), none);
      await addVersion(home, draft(model), none);
      expect((await readdir(join(home.data, 'versions'), { recursive: true })).length).toBe(5);
      expect((await listVersions(home)).map(({ number }) => number)).toEqual([1, 2]);
      expect(await readVersion(home, `${model}@2`)).toMatchObject({ model, number: 2 });
    },
  );

  test('processes that add at the same moment get numbers of their own', async () => {
    const script = `
      import { addVersion } from ${JSON.stringify(join(import.meta.dirname, 'versions.ts'))};
      import { draft } from ${JSON.stringify(join(import.meta.dirname, 'testing.ts'))};
      const home = ${JSON.stringify(home)};
      for (let i = 0; i < 8; i++) await addVersion(home, draft('m'), new Map([['report.html', 'x'.repeat(10_000)]]));`;
    const path = join(folder.path, 'add.mjs');
    await writeFile(path, script);
    await Promise.all([1, 2].map(() => promisify(execFile)(process.execPath, [path])));
    expect((await listVersions(home)).map(({ number }) => number)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
    expect((await readdir(join(home.data, 'versions/m'))).filter(name => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('reading', () => {
  test('what is not there is said with what is', async () => {
    await addVersion(home, draft('m'), none);
    await expect(readVersion(home, 'm@7')).rejects.toThrow('There is no version m@7; there is m@1.');
    await expect(readVersion(home, 'n@1')).rejects.toThrow('There is no version n@1; none was distilled yet.');
    await expect(readVersion(home, 'm')).rejects.toThrow('m names no version: name one as MODEL@N; there is m@1.');
    await expect(readVersion(home, '')).rejects.toThrow(VersionError);
  });

  test.each([
    ['{', 'is not JSON'],
    ['[]', 'is not as VProg writes it (it is no object)'],
    [JSON.stringify({ ...draft('m'), number: 2, created: new Date().toISOString() }), '`format` is missing or wrong'],
    [JSON.stringify({ format: 1, ...draft('n'), number: 2, created: new Date().toISOString() }), 'says that it is n@2'],
  ])('a version.json with %j is one clear error, and the others are listed', async (text, reason) => {
    for (let i = 0; i < 3; i++) await addVersion(home, draft('m'), none);
    const path = join(versionFolder(home, { model: 'm', number: 2 }), 'version.json');
    await writeFile(path, text);
    const errors: string[] = [];
    const found = await listVersions(home, undefined, ({ message }) => errors.push(message));
    expect(found.map(versionName)).toEqual(['m@1', 'm@3']);
    expect(errors).toEqual([expect.stringContaining(`The version m@2 is damaged: ${path}`)]);
    expect(errors[0]).toContain(reason);
    await expect(readVersion(home, 'm@2')).rejects.toThrow(errors[0]!);
    expect((await addVersion(home, draft('m'), none)).number).toBe(4);
  });
});

describe('model files', () => {
  test('are kept once, by their hash, whatever becomes of their source', async () => {
    const source = join(folder.path, 'source.onnx');
    await copyFile(front.file.path, source);
    const kept = await keepModelFile(home, source);
    expect(kept).toEqual({ ...front.file, path: modelPath(home, front.file.sha256) });
    expect(await keepModelFile(home, source)).toEqual(kept);
    await writeFile(source, 'another');
    expect(await sumOf(kept.path)).toBe(kept.sha256);
    expect(await keepModelFile(home, front.file.path)).toEqual(kept);
    expect(await readdir(join(home.data, 'models'))).toEqual([`${kept.sha256}.onnx`]);
  });

  test('are mended where they were damaged', async () => {
    const path = modelPath(home, front.file.sha256);
    await mkdir(join(home.data, 'models'));
    await writeFile(path, 'damaged');
    await keepModelFile(home, front.file.path);
    expect(await sumOf(path)).toBe(front.file.sha256);
  });

  test('that cannot be read are one clear error', async () => {
    await expect(keepModelFile(home, join(folder.path, 'none.onnx'))).rejects.toThrow(VersionError);
  });
});

describe('activating', () => {
  const config = async (text: string) => {
    const path = join(folder.path, 'vprog.json');
    await writeFile(path, text);
    return path;
  };
  beforeEach(async () => {
    for (const base of [0, 1]) await addFrontVersion(home, { base });
  });

  test('in the home, and back to the original', async () => {
    expect(await activeVersions(home)).toEqual(new Map());
    await activateVersion(home, undefined, front.id, 2);
    expect(await activeVersions(home)).toEqual(new Map([[front.id, 2]]));
    await activateVersion(home, undefined, front.id, 0);
    expect(await activeVersions(home)).toEqual(new Map());
  });

  test('in vprog.json, which keeps its comments and its layout', async () => {
    const text = '{\r\n\t// ours\r\n\t"profile": "photos", // the usual one\r\n}\r\n';
    const path = await config(text);
    await activateVersion(home, path, front.id, 1);
    const after = await readFile(path, 'utf8');
    expect(after).toContain('\t// ours\r\n');
    expect(after).toContain('// the usual one\r\n');
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
    expect(parseConfig(after)).toMatchObject({ problems: [], config: { versions: { [front.id]: 1 } } });
    await activateVersion(home, path, front.id, 2);
    expect(await readFile(path, 'utf8')).toBe(after.replace(/1(?=\D*$)/, '2'));
  });

  test('vprog.json wins over the home for the models that it names, also with the original', async () => {
    await activateVersion(home, undefined, front.id, 2);
    const of = async (text: string) => [...(await activeVersions(home, parseConfig(text).config))];
    expect(await of('{}')).toEqual([[front.id, 2]]);
    expect(await of(`{ "versions": { "${front.id}": 1, "other": 3 } }`)).toEqual([
      [front.id, 1],
      ['other', 3],
    ]);
    const path = await config('{}');
    await activateVersion(home, path, front.id, 0);
    expect(await of(await readFile(path, 'utf8'))).toEqual([]);
    expect([...(await activeVersions(home))]).toEqual([[front.id, 2]]);
  });

  test.each(['', '{ "profile": 7 }', '{', '{ "versions": 3 }'])(
    'in a vprog.json with %j says what to mend',
    async text => {
      const path = await config(text);
      await expect(activateVersion(home, path, front.id, 1)).rejects.toThrow(`${path}: mend its line 1 first`);
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );

  test('of what is not there or not whole is refused', async () => {
    await expect(activateVersion(home, undefined, front.id, 9)).rejects.toThrow('no version blazeface_front@9');
    await expect(activateVersion(home, join(folder.path, 'none.json'), front.id, 1)).rejects.toThrow('cannot be read');
    const { sha256 } = await readVersion(home, `${front.id}@2`);
    await writeFile(modelPath(home, sha256), 'x');
    await expect(activateVersion(home, undefined, front.id, 2)).rejects.toThrow(/onnx is damaged; distil it again\.$/);
    expect(await activeVersions(home)).toEqual(new Map());
  });

  test('is one clear error where the record of the home is damaged', async () => {
    const path = join(home.data, 'versions/active.json');
    await writeFile(path, '{ "m": "2" }');
    await expect(activeVersions(home)).rejects.toThrow(`${path}, which says what versions of models are active,`);
    await expect(activateVersion(home, undefined, front.id, 1)).rejects.toThrow(VersionError);
  });
});
