import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DistillError } from '../errors.ts';
import { example, failure, folderOf, temporaryFolder } from '../testing/folder.ts';
import { photosIn, photosOf } from './photos.ts';

const folder = temporaryFolder();
let count = 0;
/** A new folder with one photo and, where given, annotations. */
function withNotes(notes?: unknown): string {
  const path = folderOf(join(folder, String(count++)), ['coffee'], false);
  if (notes !== undefined)
    writeFileSync(join(path, 'annotations.json'), typeof notes === 'string' ? notes : JSON.stringify(notes));
  return path;
}

const coco = {
  images: [{ id: 7, file_name: 'coffee.jpg', source: 'breakfast' }],
  categories: [
    { id: 1, name: 'face' },
    { id: 2, name: 'cup' },
  ],
  annotations: [
    { image_id: 7, category_id: 1, bbox: [10, 20, 30, 40] },
    { image_id: 7, category_id: 2, bbox: [1, 2, 3, 4] },
  ],
};

describe('the pictures of a folder', () => {
  test('are those in it and below it, by path, without hidden ones and packages', async () => {
    const path = folderOf(join(folder, 'tree'), ['dog', 'cat'], false);
    for (const below of ['below/deeper', '.hidden', 'node_modules/it']) folderOf(join(path, below), ['coffee'], false);
    writeFileSync(join(path, '._dog.jpg'), 'no picture');
    writeFileSync(join(path, 'notes.txt'), 'no picture');
    mkdirSync(join(path, 'folder.jpg'));
    symlinkSync(example('sheep.jpg'), join(path, 'linked.JPEG'));
    symlinkSync(join(path, 'nowhere'), join(path, 'broken.jpg'));
    const photos = await photosIn(`${path}/`, 'face');
    expect(photos.map(({ path: at }) => at.slice(path.length + 1))).toEqual([
      'below/deeper/coffee.jpg',
      'cat.jpg',
      'dog.jpg',
      'linked.JPEG',
    ]);
    expect(photos.map(({ name }) => name)).toEqual(['coffee.jpg', 'cat.jpg', 'dog.jpg', 'linked.JPEG']);
  });

  test('equal files have one source, others their own', async () => {
    const path = folderOf(join(folder, 'twins'), ['coffee', 'cat'], false);
    folderOf(join(path, 'again'), ['coffee'], false);
    const [again, cat, coffee] = await photosIn(path, 'face');
    expect(again!.source).toBe(coffee!.source);
    expect(cat!.source).not.toBe(coffee!.source);
    expect(coffee!.truth).toBeUndefined();
  });

  test.each<[string, (path: string) => void, RegExp]>([
    ['missing', () => undefined, /there is no such folder\. Give a folder of pictures\.$/],
    ['empty', path => mkdirSync(path), /it holds no picture\. Give a folder of JPEG/],
    ['no-pictures', path => mkdirSync(join(path, 'below'), { recursive: true }), /it holds no picture/],
    ['a-file', path => writeFileSync(path, ''), /it is a file\. Give a folder of pictures\.$/],
  ])('%s: one error that names the folder', async (name, make, message) => {
    const path = join(folder, name);
    make(path);
    const error = await failure(photosIn(path, 'face'));
    expect(error).toBeInstanceOf(DistillError);
    expect(error).toMatchObject({ where: path, fault: 'data' });
    expect(error.message).toMatch(message);
  });

  test('a picture that cannot be read is named', async () => {
    const path = join(folder, 'gone.jpg');
    const error = await failure(photosOf([path], 'face'));
    expect(error).toMatchObject({ where: path, fault: 'data', what: 'it cannot be read (ENOENT)' });
  });
});

describe('annotations', () => {
  test('give sources, and boxes of what is looked for', async () => {
    const [photo] = await photosIn(withNotes(coco), 'face');
    expect(photo).toMatchObject({ source: 'breakfast', truth: [{ x1: 10, y1: 20, x2: 40, y2: 60 }] });
  });

  test('without a box say that there is nothing; without the category, that nobody looked', async () => {
    const [none] = await photosIn(withNotes({ ...coco, annotations: [] }), 'face');
    expect(none!.truth).toEqual([]);
    const [unseen] = await photosIn(withNotes(coco), 'dog');
    expect(unseen).toMatchObject({ source: 'breakfast' });
    expect(unseen!.truth).toBeUndefined();
  });

  test('that name no source or not the photo: a source of its own', async () => {
    const [named] = await photosIn(withNotes({ ...coco, images: [{ id: 7, file_name: 'coffee.jpg' }] }), 'face');
    expect(named).toMatchObject({ source: 'coffee.jpg', truth: [{ x1: 10 }] });
    const [other] = await photosIn(withNotes({ ...coco, images: [{ id: 7, file_name: 'tea.jpg' }] }), 'face');
    expect(other!.source).toBe(other!.sha256);
    expect(other!.truth).toBeUndefined();
  });

  test('of the bundled photos keep what shows the same together', async () => {
    const photos = await photosOf(
      ['astronaut', 'officer', 'two-people', 'photographer'].map(name => example(`${name}.jpg`)),
      'face',
    );
    const [astronaut, officer, both, photographer] = photos.map(({ source }) => source);
    expect([officer, both]).toEqual([astronaut, astronaut]);
    expect(photographer).not.toBe(astronaut);
    expect(photos.map(({ truth }) => truth!.length)).toEqual([1, 1, 2, 1]);
  });

  const [annotation] = coco.annotations;
  const [image] = coco.images;
  test.each<[string, unknown, RegExp]>([
    ['no JSON', '{ "images": [', /it is not JSON \(.*\)/],
    ['empty', '', /it is not JSON/],
    ['null', 'null', /not in COCO's format/],
    ['a list', [], /not in COCO's format/],
    ['without a list', { ...coco, categories: undefined }, /not in COCO's format/],
    ['an image that is null', { ...coco, images: [null] }, /images\[0\] has no id/],
    ['an image without a name', { ...coco, images: [image, { id: 8 }] }, /images\[1\] has no file_name/],
    ['a source that is a number', { ...coco, images: [{ ...image, source: 3 }] }, /images\[0\] has a source/],
    ['a category without a name', { ...coco, categories: [{ id: 1 }] }, /categories\[0\] has no id and name/],
    ['an annotation that is null', { ...coco, annotations: [annotation, null] }, /annotations\[1\] has no bbox/],
    ['a box of three', { ...coco, annotations: [{ ...annotation, bbox: [1, 2, 3] }] }, /annotations\[0\] has no bbox/],
    ['a box of texts', { ...coco, annotations: [{ ...annotation, bbox: ['1', 2, 3, 4] }] }, /annotations\[0\]/],
    ['a box without a size', { ...coco, annotations: [{ ...annotation, bbox: [1, 2, 0, 4] }] }, /annotations\[0\]/],
    [
      'a box of no image',
      { ...coco, annotations: [{ ...annotation, image_id: 8 }] },
      /annotations\[0\] has an image_id/,
    ],
  ])('malformed (%s): one error that names file and place', async (_, notes, message) => {
    const path = withNotes(notes);
    const error = await failure(photosIn(path, 'face'));
    expect(error).toBeInstanceOf(DistillError);
    expect(error).toMatchObject({ where: join(path, 'annotations.json'), fault: 'data' });
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/\. Correct it, or remove it to go without drawn boxes\.$/);
  });

  test('that are a folder: one error', async () => {
    const path = withNotes();
    mkdirSync(join(path, 'annotations.json'));
    expect((await failure(photosIn(path, 'face'))).message).toContain('annotations.json: it cannot be read (EISDIR).');
  });
});
