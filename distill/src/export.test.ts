import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseModelCard } from '@vprog/language';
import { readModel } from '@vprog/onnx';
import { loadEnvironment, OnnxEngine, Runtime } from '@vprog/runtime/models';
import { addVersion, type ModelVersion, modelPath, versionCard } from '@vprog/runtime/versions';
import { beforeAll, describe, expect, test } from 'vitest';
import { cardFile, exportVersion } from './export.ts';
import { loadStudent, writeCandidate } from './pipeline/student.ts';
import { example, failure, homeIn, temporaryFolder } from './testing/folder.ts';
import { declare, front, photo } from './testing/models.ts';
import { gather, layoutOf } from './training/parameters.ts';
import { chooseWeights } from './training/trainable.ts';

const folder = temporaryFolder();
const home = homeIn(join(folder, 'home'));
const out = join(folder, 'out');
let version: ModelVersion;
let path: string;

/** A version whose weights differ a little from the original's. */
async function addOwn(): Promise<ModelVersion> {
  const data = new Float32Array(128 * 128 * 3);
  const student = await loadStudent(front, { 'input:0': { type: 'float32', dims: [1, 128, 128, 3], data } });
  const layout = layoutOf(chooseWeights(student.model.graph, { kind: 'all' }));
  const parameters = gather(student.model.graph, layout).map((value, index) =>
    index % 50 === 0 ? value * 1.05 : value,
  );
  const candidate = await writeCandidate(home, student, parameters, layout);
  const { sha256, bytes } = candidate.weights!;
  return addVersion(
    home,
    {
      model: front.id,
      base: 0,
      capability: 'faces',
      sha256: candidate.file.sha256,
      bytes: candidate.file.bytes,
      original: { sha256, bytes },
      teacher: { id: 'blazeface_back', sha256: 'c'.repeat(64) },
      data: { name: 'bundled photos', photos: 23, sha256: 'd'.repeat(64) },
      seed: 1,
      metric: { name: 'agreement', before: 0.5, after: 0.6, low: 0.05, high: 0.15 },
    },
    new Map([[cardFile, JSON.stringify({ ...candidate, title: `${front.title}, version 7` })]]),
  );
}

beforeAll(async () => {
  version = await addOwn();
  path = await exportVersion(home, { version: 'blazeface_front@1', folder: out });
});

test('is one plain file with all weights, in the layout of the Hub', () => {
  expect(path).toBe(join(out, 'onnx', 'model.onnx'));
  const { graph } = readModel(readFileSync(path));
  expect([...graph.initializers.values()].every(({ content }) => content.kind === 'bytes')).toBe(true);
  const { card, problems } = parseModelCard(readFileSync(join(out, 'card.json'), 'utf8'));
  expect(problems).toEqual([]);
  expect(card).toMatchObject({
    id: 'blazeface_front-1',
    title: `${front.title}, version 1`,
    file: { path: 'onnx/model.onnx' },
  });
  expect(card!.weights).toBeUndefined();
  expect(JSON.parse(readFileSync(join(out, 'version.json'), 'utf8'))).toEqual(version);
});

test('says where it comes from, and under which licence', () => {
  const text = readFileSync(join(out, 'README.md'), 'utf8');
  for (const part of [
    'blazeface_front@1',
    'blazeface_back',
    'bundled photos (23 photos)',
    '0.500 before, 0.600 after',
    front.licence.spdx,
  ])
    expect(text).toContain(part);
});

test('answers as the version does, bit for bit', async () => {
  const { card } = parseModelCard(readFileSync(join(out, 'card.json'), 'utf8'));
  const picture = await photo('astronaut');
  const engine = new OnnxEngine();
  const plain = await engine.outputs({ ...card!, file: { ...card!.file, path } }, picture, ['cpu']);
  const own = await engine.outputs(versionCard(home, front, version), picture, ['cpu']);
  const original = await engine.outputs(front, picture, ['cpu']);
  expect(plain.outputs).toEqual(own.outputs);
  expect(plain.outputs).not.toEqual(original.outputs);
});

test('its card can be declared in a vprog.json as the README says', async () => {
  const { card } = parseModelCard(readFileSync(join(out, 'card.json'), 'utf8'));
  const config = declare(
    join(out, 'vprog.json'),
    { [card!.id]: card! },
    { profiles: { photos: { bindings: { faces: card!.id } } } },
  );
  expect((await loadEnvironment({ home, config })).problems).toEqual([]);
  const text = 'FACES = FACEDET(image=IMAGE)\nFINAL = RESULT(var=FACES)\n';
  const inputs = { IMAGE: example('astronaut.jpg') };
  const trace = await new Runtime(home).run({
    run: 'test',
    text,
    cell: 0,
    inputs,
    config,
    device: 'cpu',
    cache: false,
  });
  expect(trace.error).toBeUndefined();
  expect(trace.steps[0]!.model?.id).toBe('blazeface_front-1');
});

describe('is refused in one sentence', () => {
  const to = (name: string, wanted = 'blazeface_front@1') =>
    exportVersion(home, { version: wanted, folder: join(folder, name) });

  test('into a folder with something in it, or a file', async () => {
    mkdirSync(join(folder, 'full'));
    writeFileSync(join(folder, 'full', 'mine.txt'), '');
    writeFileSync(join(folder, 'file'), '');
    expect((await failure(to('full'))).message).toMatch(/full: it is not empty\. Give a new folder\.$/);
    expect((await failure(to('file'))).message).toMatch(/file: it is a file\. Give a new folder\.$/);
    expect((await failure(exportVersion(home, { version: 'blazeface_front@1', folder: out }))).message).toContain(
      'not empty',
    );
  });

  test.each(['blazeface_front@9', 'nobody@1', 'blazeface_front'])('of %s, which there is not', async name => {
    expect((await failure(to('none', name))).message).toMatch(/no version/);
  });

  test('where its card or a file is missing or damaged', async () => {
    const card = join(home.data, 'versions/blazeface_front/1', cardFile);
    const text = readFileSync(card);
    rmSync(card);
    expect((await failure(to('none'))).message).toMatch(
      /^version blazeface_front@1: its card .*card\.json is missing or damaged\. Distil it again\.$/,
    );
    writeFileSync(card, text);
    writeFileSync(modelPath(home, version.sha256), 'damaged');
    expect((await failure(to('none'))).message).toMatch(/blazeface_front@1 is damaged: .*distill/);
  });
});
