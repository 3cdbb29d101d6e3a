import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeFile } from '@vprog/runtime/models';
import { describe, expect, test } from 'vitest';
import { DistillError } from '../errors.ts';
import type { ProgramSource } from '../protocol.ts';
import { example, failure, folderOf, homeIn, temporaryFolder } from '../testing/folder.ts';
import { Job } from './job.ts';
import { photosIn } from './photos.ts';
import { Inputs, isRecorded, picturesOf, programsFor, type RecordOptions, record, sizeOf } from './record.ts';

const folder = temporaryFolder();
const home = homeIn(join(folder, 'home'));
let count = 0;
const newJob = () => Job.open(home, { count: count++ });

const options: RecordOptions = {
  capability: 'faces',
  category: 'face',
  home,
  onProgress: () => undefined,
  signal: new AbortController().signal,
};

/** A program that lies beside the bundled photos. */
const program = (text: string, more: Partial<ProgramSource> = {}): ProgramSource => ({
  file: example('own.vprog'),
  text,
  ...more,
});
const inFolder = async (path: string) => programsFor(await photosIn(path, 'face'), 'faces');

describe('a folder', () => {
  const two = folderOf(join(folder, 'two'), ['astronaut', 'coffee']);

  test('gives each photo as it is, with what is drawn on it and what the model answers', async () => {
    const seen: (readonly number[])[] = [];
    const onProgress = (done: number, total: number) => seen.push([done, total]);
    const { recordings, skipped } = await record(await newJob(), await inFolder(two), { ...options, onProgress });
    expect(skipped).toEqual([]);
    expect(recordings).toMatchObject([
      {
        photo: 'astronaut.jpg',
        source: 'astronaut-officer',
        file: join(two, 'astronaut.jpg'),
        region: { x1: 0, y1: 0, x2: 512, y2: 512 },
        step: 0,
        answer: [{ score: expect.closeTo(0.9, 1) }],
        truth: [{ x1: 178, y1: 88, x2: 274, y2: 188 }],
      },
      { photo: 'coffee.jpg', source: 'coffee', region: { x2: 600, y2: 400 }, truth: [] },
    ]);
    expect(seen).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });

  test('a picture that cannot be read is left out and told', async () => {
    const path = folderOf(join(folder, 'broken'), ['astronaut']);
    writeFileSync(join(path, 'broken.jpg'), 'no picture');
    const { recordings, skipped } = await record(await newJob(), await inFolder(path), options);
    expect(recordings.map(({ photo }) => photo)).toEqual(['astronaut.jpg']);
    expect(skipped).toEqual([
      expect.stringMatching(/^broken\.jpg: .*broken\.jpg is not an image that can be read here/),
    ]);
  });

  test('where none can be read: one error, with a reason', async () => {
    const path = folderOf(join(folder, 'all-broken'), []);
    for (const name of ['a.jpg', 'b.png']) writeFileSync(join(path, name), 'no picture');
    const error = await failure(record(await newJob(), await inFolder(path), options));
    expect(error).toBeInstanceOf(DistillError);
    expect(error).toMatchObject({ fault: 'data' });
    expect(error.message).toMatch(/^data: nothing was recorded: a\.jpg: .*a\.jpg is not an image/);
    expect(error.message).toMatch(/[^.]\. Give pictures that can be read, or a program that runs the module\.$/);
  });

  test('cancelled during the last one: nothing is called done', async () => {
    const controller = new AbortController();
    const onProgress = (done: number, total: number) => {
      if (done === total - 1) controller.abort();
    };
    const work = record(await newJob(), await inFolder(two), { ...options, onProgress, signal: controller.signal });
    expect((await failure(work)).name).toBe('AbortError');
  });
});

describe('a program', () => {
  test('gives the part that it had cut out, in pixels of the photo', async () => {
    const job = await newJob();
    const text = `# @image astronaut.jpg
PERSON = LOC(image=IMAGE, object='person')
PART = CROP(image=IMAGE, box=PERSON)
FACES = FACEDET(image=PART)
FINAL = RESULT(var=FACES)`;
    const { recordings } = await record(job, [program(text)], options);
    expect(recordings).toMatchObject([{ photo: 'astronaut.jpg', file: example('astronaut.jpg'), cell: 0, step: 2 }]);
    const [recording] = recordings;
    const { width, height } = sizeOf(recording!);
    expect(width * height).toBeLessThan(512 * 512);
    const [drawn] = recording!.truth!;
    expect(drawn!.x1 + recording!.region.x1).toBe(178);
    expect(drawn!.y1 + recording!.region.y1).toBe(88);
    const picture = await new Inputs().of(recording!);
    expect(picture.region).toEqual(recording!.region);
    expect(existsSync(job.path('inputs'))).toBe(false);
  });

  test('runs once for each of its cases, and what is the same is kept once', async () => {
    const text = `# @case IMAGE=astronaut.jpg
# @case IMAGE=officer.jpg
# @case IMAGE=astronaut.jpg
FACES = FACEDET(image=IMAGE)
AGAIN = FACEDET(image=IMAGE)
FINAL = RESULT(var=FACES)`;
    const { recordings } = await record(await newJob(), [program(text)], options);
    expect(recordings.map(({ photo }) => photo)).toEqual(['astronaut.jpg', 'officer.jpg']);
    expect(picturesOf(program(text))).toEqual(['astronaut.jpg', 'officer.jpg'].map(example));
  });

  test('runs the cell that was asked for, else all', async () => {
    const cell = (name: string) =>
      `# %% ${name}\n# @image ${name}.jpg\nFACES = FACEDET(image=IMAGE)\nFINAL = RESULT(var=FACES)\n`;
    const text = `${cell('officer')}${cell('photographer')}`;
    const all = await record(await newJob(), [program(text)], options);
    expect(all.recordings.map(({ photo }) => photo)).toEqual(['officer.jpg', 'photographer.jpg']);
    const { recordings } = await record(await newJob(), [program(text, { cell: 1 })], options);
    expect(recordings.map(({ photo }) => photo)).toEqual(['photographer.jpg']);
    expect(picturesOf(program(text, { cell: 1 }))).toEqual([example('photographer.jpg')]);
  });

  test('takes the pictures that it is given', async () => {
    const inputs = { IMAGE: example('officer.jpg') };
    const text = '# @image astronaut.jpg\nFACES = FACEDET(image=IMAGE)\nFINAL = RESULT(var=FACES)';
    const { recordings } = await record(await newJob(), [program(text, { inputs })], options);
    expect(recordings.map(({ photo }) => photo)).toEqual(['officer.jpg']);
  });

  test.each([
    ['COLORPOP', "OBJ = LOC(image=IMAGE, object='person')\nNEW = COLORPOP(image=IMAGE, object=OBJ)"],
    ['BGBLUR', "OBJ = LOC(image=IMAGE, object='person')\nNEW = BGBLUR(image=IMAGE, object=OBJ)"],
  ])('that changed the picture by %s: a copy in the job, of the same source', async (_, change) => {
    const job = await newJob();
    const text = `# @image astronaut.jpg\n${change}\nFACES = FACEDET(image=NEW)\nFINAL = RESULT(var=FACES)`;
    const { recordings, skipped } = await record(job, [program(text)], options);
    expect(skipped).toEqual([]);
    const [recording] = recordings;
    const [copy] = readdirSync(job.path('inputs'));
    expect(recording).toMatchObject({
      photo: 'astronaut.jpg',
      source: 'astronaut-officer',
      file: job.path('inputs', copy!),
    });
    // What is drawn on the photo was not drawn on this.
    expect(recording!.truth).toBeUndefined();
    const { pixels } = await decodeFile(recording!.file);
    expect(pixels).toMatchObject({ width: 512, height: 512 });
    expect(pixels.sha256).not.toBe((await decodeFile(example('astronaut.jpg'))).pixels.sha256);
    expect(await isRecorded({ recordings, skipped })).toBe(true);
    writeFileSync(recording!.file, 'changed');
    expect(await isRecorded({ recordings, skipped })).toBe(false);
    const error = await failure(new Inputs().of({ ...recording!, file: example('coffee.jpg') }));
    expect(error.message).toMatch(/coffee\.jpg: it changed since it was recorded\. Start again/);
  });

  test.each<[string, string, RegExp]>([
    ['does not ask the module', '# @image cat.jpg\nFINAL = RESULT(var=IMAGE)', /it does not ask the module/],
    ['is wrong', '# @image cat.jpg\nFACES = FACEDETT(image=IMAGE)', /FACEDETT/],
    ['has no picture', 'FACES = FACEDET(image=IMAGE)\nFINAL = RESULT(var=FACES)', /IMAGE has no picture/],
    ['is empty', '', /there is no program/],
  ])('that %s: one error', async (_, text, message) => {
    const error = await failure(record(await newJob(), [program(text)], options));
    expect(error).toBeInstanceOf(DistillError);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('..');
  });

  test('that stops after it asked the module gives what it asked', async () => {
    const text = '# @image officer.jpg\nFACES = FACEDET(image=IMAGE)\nX = EVAL(expr="1 / 0")\nFINAL = RESULT(var=X)';
    const { recordings } = await record(await newJob(), [program(text)], options);
    expect(recordings.map(({ photo }) => photo)).toEqual(['officer.jpg']);
  });
});
