import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listVersions } from '@vprog/runtime/versions';
import { expect, test } from 'vitest';
import { Distiller } from './distiller.ts';
import { DistillError } from './errors.ts';
import type { DistillParams } from './protocol.ts';
import { distilling, jobsIn } from './testing/distilling.ts';
import { failure, folderOf, homeIn } from './testing/folder.ts';
import { declare, front, scoreBiases, variant } from './testing/models.ts';

// What cannot be done is said in one clear message, and nothing is changed.

const { folder, config, params, distill, cancelledAt } = distilling();
const home = homeIn(join(folder, 'third'));
const path = (name: string, of: readonly string[] = []) => folderOf(join(folder, name), of);
const data = (name: string, of?: readonly string[]): Partial<DistillParams> => ({
  data: { kind: 'folder', path: path(name, of) },
  config,
});

test.each<[string, () => Partial<DistillParams>, RegExp, DistillError['fault']]>([
  ['an empty folder', () => data('empty'), /empty: it holds no picture\. Give a folder/, 'data'],
  [
    'no folder',
    () => ({ data: { kind: 'folder', path: join(folder, 'nowhere') }, config }),
    /nowhere: there is no such folder/,
    'data',
  ],
  ['no programs', () => ({ data: { kind: 'programs', programs: [] }, config }), /no program was given/, 'data'],
  [
    'photos without faces',
    () => data('things', ['coffee', 'books']),
    /things: the teacher found no face on any of 2 inputs\. Add/,
    'data',
  ],
  [
    'faces of one source',
    () => data('one', ['astronaut', 'officer', 'coffee']),
    /on one source of photos only/,
    'data',
  ],
  [
    'another capability',
    () => ({ capability: 'detect' }),
    /this version cannot train its models\. It trains `faces`/,
    'data',
  ],
  ['an unknown capability', () => ({ capability: 'smiles' }), /capability smiles: there is none of that name/, 'data'],
  [
    'an unknown teacher',
    () => ({ teacher: 'nobody' }),
    /model nobody: .* Choose one of .*`original`.*, or declare it/,
    'model',
  ],
  ['an unknown student', () => ({ student: 'nobody' }), /model nobody: there is none/, 'model'],
  [
    'a teacher of itself',
    () => ({ teacher: 'blazeface_front' }),
    /it is the student itself\. Choose another teacher/,
    'model',
  ],
  ['an unknown profile', () => ({ profile: 'nobodys' }), /There is no profile `nobodys`/, 'data'],
])('%s', async (_, more, message, fault) => {
  const error = await failure(distill(home, more()));
  expect(error).toBeInstanceOf(DistillError);
  expect(error.message).toMatch(message);
  expect(error.message).not.toMatch(/\.\.|\n|undefined/);
  expect(error).toMatchObject({ fault });
  expect(await listVersions(home)).toEqual([]);
  expect(jobsIn(home)).not.toContain('running.json');
});

test('a student’s file that changed between two attempts', async () => {
  const student = variant(join(folder, 'changing.onnx'), front, scoreBiases, value => value - 2);
  const changing = declare(join(folder, 'changing.json'), { changing: student, original: front });
  const more = { student: 'changing', config: changing };
  expect((await cancelledAt(home, 'label', 3, more)).name).toBe('AbortError');
  variant(student.file.path, front, scoreBiases, value => value - 1);
  const works = [() => distill(home, more), () => new Distiller(home).estimate({ ...params, ...more })];
  for (const work of works) {
    const error = await failure(work());
    expect(error).toBeInstanceOf(DistillError);
    expect(error.message).toMatch(
      /^model changing: The file of the model changing is damaged: .*changing\.onnx is not the one/,
    );
    expect(error.message).not.toContain('..');
  }
});

test('a student with a weight that is no number', async () => {
  const student = variant(join(folder, 'nan.onnx'), front, scoreBiases, () => Number.NaN);
  const own = declare(join(folder, 'nan.json'), { broken: student, original: front });
  const { budget: _, ...unbounded } = { ...params, student: 'broken', config: own };
  for (const asked of [unbounded, { ...unbounded, budget: 1 }]) {
    const error = await failure(
      new Distiller(home).distill(asked, { onProgress: () => undefined, signal: new AbortController().signal }),
    );
    expect(error).toBeInstanceOf(DistillError);
    expect(error.message).toMatch(/: The model broken gave numbers that are none \(NaN\) .*[^.]\. \w/);
    expect(error).toMatchObject({ fault: 'model' });
  }
});

test('a job that the gate refused is not kept', async () => {
  const job = join(home.data, 'jobs', 'refused');
  await expect(new Distiller(home).keep(job)).rejects.toThrow(
    /refused: there is no finished distillation here\. Distil first\.$/,
  );
});

test('discarding a folder that is the user’s own', async () => {
  const mine = folderOf(join(folder, 'mine'), ['cat']);
  writeFileSync(join(mine, 'job.json'), '{}');
  await expect(new Distiller(home).discard(mine)).rejects.toThrow(/mine: there is no distillation here\. Name/);
  expect(existsSync(join(mine, 'cat.jpg'))).toBe(true);
});
