import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readModel, valuesOf } from '@vprog/onnx';
import { OnnxEngine, type Picture } from '@vprog/runtime/models';
import { beforeAll, expect, test } from 'vitest';
import { failure, homeIn, temporaryFolder } from '../testing/folder.ts';
import { front, photo, variant } from '../testing/models.ts';
import { gather, type Layout, layoutOf } from '../training/parameters.ts';
import { chooseWeights } from '../training/trainable.ts';
import { countWeights, loadStudent, type Student, writeCandidate } from './student.ts';

const folder = temporaryFolder();
const home = homeIn(join(folder, 'home'));
const engine = new OnnxEngine();
const dims = [1, 128, 128, 3];
const sample = { 'input:0': { type: 'float32', dims, data: new Float32Array(128 * 128 * 3) } } as const;

let student: Student;
let layout: Layout;
let parameters: Float32Array;
let pictures: readonly Picture[];
beforeAll(async () => {
  student = await loadStudent(front, sample);
  layout = layoutOf(chooseWeights(student.model.graph, { kind: 'all' }));
  parameters = gather(student.model.graph, layout);
  pictures = await Promise.all(['astronaut', 'two-people', 'coffee'].map(photo));
});

const answers = (card: typeof front) =>
  Promise.all(
    pictures.map(async picture => {
      const { outputs } = await engine.outputs(card, picture, ['cpu']);
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { data }]) => [name, Buffer.from(data.buffer.slice(0)).toString('hex')]),
      );
    }),
  );

test('with unchanged weights every answer is the same, bit for bit', async () => {
  const candidate = await writeCandidate(home, student, parameters, layout);
  expect(candidate.file.sha256).not.toBe(front.file.sha256);
  expect(await answers(candidate)).toEqual(await answers(front));
});

test('its file holds no large weight: it refers to the original beside it', async () => {
  const candidate = await writeCandidate(home, student, parameters, layout);
  expect(candidate.weights).toMatchObject({ sha256: front.file.sha256, bytes: front.file.bytes });
  expect(readFileSync(candidate.weights!.path).equals(readFileSync(front.file.path))).toBe(true);
  expect(candidate.file.bytes).toBeLessThan(front.file.bytes / 4);
  const { graph } = readModel(readFileSync(candidate.file.path));
  for (const { name, content } of graph.initializers.values()) {
    if (content.kind === 'bytes') expect([name, content.bytes.byteLength < 1024]).toEqual([name, true]);
    else expect(content).toMatchObject({ location: basename(candidate.weights!.path) });
  }
});

test('the same weights are the same file', async () => {
  const [one, other] = [
    await writeCandidate(home, student, parameters, layout),
    await writeCandidate(homeIn(join(folder, 'other')), student, parameters, layout),
  ];
  expect(other.file.sha256).toBe(one.file.sha256);
});

test('what changed is in its own file, all else still in the original', async () => {
  const part = layout.parts.find(({ name }) => name.endsWith('conv2d_17/Conv2D/ReadVariableOp:0'))!;
  const changed = parameters.slice();
  changed[part.offset] = changed[part.offset]! + 0.25;
  const candidate = await writeCandidate(home, student, changed, layout);
  const { graph } = readModel(readFileSync(candidate.file.path));
  const own = layout.parts
    .filter(({ name }) => graph.initializers.get(name)!.content.kind === 'bytes')
    .map(({ name }) => name);
  const large = own.filter(name => valuesOf(graph.initializers.get(name)!).length >= 256);
  expect(large.every(name => name === part.name)).toBe(true);
  expect((valuesOf(graph.initializers.get(part.name)!) as Float32Array)[0]).toBe(changed[part.offset]);
  const [before, after] = [await answers(front), await answers(candidate)];
  for (const [index, outputs] of before.entries()) {
    // This weight is of the scores of the fine grid.
    expect(after[index]!['Identity:0']).not.toBe(outputs['Identity:0']);
    for (const name of ['Identity_1:0', 'Identity_2:0', 'Identity_3:0'])
      expect(after[index]![name]).toBe(outputs[name]);
  }
});

test('a version is a student like any other, and its candidate refers to the original', async () => {
  const changed = parameters.map((value, index) => (index % 1000 === 0 ? value + 0.01 : value));
  const first = await writeCandidate(home, student, changed, layout);
  const again = await loadStudent(first, sample);
  const own = layoutOf(chooseWeights(again.model.graph, { kind: 'all' }));
  const values = gather(again.model.graph, own);
  expect(values).toEqual(changed);
  const second = await writeCandidate(home, again, values, own);
  expect(second.weights!.sha256).toBe(front.file.sha256);
  expect(await answers(second)).toEqual(await answers(first));
});

test('weights are counted, also of a version', async () => {
  const candidate = await writeCandidate(home, student, parameters, layout);
  expect(await countWeights(candidate)).toBe(await countWeights(front));
  expect(await countWeights(front)).toBeGreaterThan(90_000);
});

test('a file that changed is not loaded', async () => {
  const card = variant(join(folder, 'own.onnx'), front, /./, value => value);
  writeFileSync(card.file.path, 'damaged');
  expect((await failure(loadStudent(card, sample))).message).toMatch(
    /^The file of the model variant is damaged: .*own\.onnx/,
  );
});
