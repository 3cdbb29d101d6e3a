import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DistillParams } from '../protocol.ts';
import { example, folderOf, homeIn, temporaryFolder } from '../testing/folder.ts';
import { back, declare, front, scoreBiases, variant } from '../testing/models.ts';
import { resolveRequest } from './request.ts';

const folder = temporaryFolder();
const home = homeIn(join(folder, 'home'));
const photos = folderOf(join(folder, 'photos'), ['astronaut', 'coffee']);
const asked: DistillParams = {
  capability: 'faces',
  teacher: 'blazeface_back',
  data: { kind: 'folder', path: photos },
  seed: 1,
};
const resolved = (more: Partial<DistillParams> = {}) => resolveRequest(home, { ...asked, ...more });
const shaOf = async (more: Partial<DistillParams>) => (await resolved(more)).data.sha256;

test('the bound model learns, of its original, from the pictures of the folder', async () => {
  const request = await resolved();
  expect(request).toMatchObject({ model: 'blazeface_front', base: 0, config: undefined, data: { name: photos } });
  expect(request.teaching).toMatchObject({ student: { id: front.id }, teacher: { id: back.id }, category: 'face' });
  expect(request.data.programs.map(({ inputs }) => inputs)).toEqual(
    ['astronaut.jpg', 'coffee.jpg'].map(name => ({ IMAGE: join(photos, name) })),
  );
});

test('the nearest vprog.json above the data applies, or the one that is named', async () => {
  const near = folderOf(join(folder, 'near'), ['astronaut']);
  const own = declare(join(near, 'vprog.json'), { mine: front });
  expect((await resolved({ data: { kind: 'folder', path: near } })).config).toBe(own);
  const { config, teaching } = await resolved({ config: own, student: 'mine' });
  expect({ config, student: teaching.student.id }).toEqual({ config: own, student: 'mine' });
});

test('a vprog.json that is wrong is refused, with what is wrong', async () => {
  const config = join(folder, 'wrong.json');
  writeFileSync(config, '{ "profile": "nobodys" }');
  await expect(resolved({ config })).rejects.toThrow(
    /wrong\.json: There is no profile `nobodys`.*[^.]\. Mend it first\.$/,
  );
});

test('the bundled photos are there, with what is drawn on them', async () => {
  const { data } = await resolved({ data: { kind: 'bundled' } });
  expect(data.name).toBe('bundled photos');
  expect(data.photos.length).toBeGreaterThan(20);
  expect(data.photos.filter(({ truth }) => (truth?.length ?? 0) > 0).length).toBeGreaterThan(3);
});

test('data is the same while its pictures and notes are', async () => {
  const own = folderOf(join(folder, 'own'), ['astronaut', 'coffee']);
  const data = { kind: 'folder', path: own } as const;
  const first = await shaOf({ data });
  expect(await shaOf({ data })).toBe(first);
  copyFileSync(example('books.jpg'), join(own, 'coffee.jpg'));
  const second = await shaOf({ data });
  expect(second).not.toBe(first);
  writeFileSync(join(own, 'annotations.json'), JSON.stringify({ images: [], annotations: [], categories: [] }));
  expect(await shaOf({ data })).not.toBe(second);
});

test('programs are the same while their text, their pictures and the models that they ask are', async () => {
  const file = join(folder, 'photos', 'own.vprog');
  const text = '# @image astronaut.jpg\nFACES = FACEDET(image=IMAGE)\nFINAL = RESULT(var=FACES)\n';
  const data = { kind: 'programs', programs: [{ file, text }] } as const;
  const first = await shaOf({ data });
  expect(await shaOf({ data })).toBe(first);
  expect(await shaOf({ data: { kind: 'programs', programs: [{ file, text: `${text}\n` }] } })).not.toBe(first);
  const other = variant(join(folder, 'other.onnx'), front, scoreBiases, value => value - 1);
  const config = declare(join(folder, 'other.json'), { blazeface_front: other });
  expect(await shaOf({ data, config })).not.toBe(first);
  copyFileSync(example('officer.jpg'), join(photos, 'astronaut.jpg'));
  expect(await shaOf({ data })).not.toBe(first);
});
