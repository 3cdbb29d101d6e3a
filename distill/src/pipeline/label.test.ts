import { copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelCard } from '@vprog/language';
import { widthOf } from '@vprog/runtime/models';
import { beforeAll, describe, expect, test } from 'vitest';
import { DistillError } from '../errors.ts';
import { failure, folderOf, homeIn, temporaryFolder } from '../testing/folder.ts';
import { back, front, teaching } from '../testing/models.ts';
import { cropSize } from './crops.ts';
import { Job } from './job.ts';
import {
  cropCounts,
  isLabelled,
  type LabelOptions,
  label,
  labelsFile,
  readLabels,
  readTargets,
  targetsFile,
} from './label.ts';
import { photosIn } from './photos.ts';
import { programsFor, type Recording, record } from './record.ts';

const folder = temporaryFolder();
const home = homeIn(join(folder, 'home'));
let count = 0;
const newJob = () => Job.open(home, { count: count++ });

const options: LabelOptions = {
  seed: 1,
  crops: 12,
  onProgress: () => undefined,
  signal: new AbortController().signal,
};
const both = teaching(front, back);

let recordings: readonly Recording[];
/** Labelled without a break. */
let whole: Job;
beforeAll(async () => {
  const photos = folderOf(join(folder, 'photos'), ['astronaut', 'photographer', 'coffee']);
  const { signal, onProgress } = options;
  const programs = programsFor(await photosIn(photos, 'face'), 'faces');
  const recorded = await record(await newJob(), programs, {
    capability: 'faces',
    category: 'face',
    home,
    signal,
    onProgress,
  });
  recordings = recorded.recordings;
  whole = await newJob();
  await label(whole, recordings, both, options);
});

const bytesOf = (job: Job) => [labelsFile, targetsFile].map(name => readFileSync(job.path(name)));

test('every input is labelled as it is and by crops of it, all of a source on one side', async () => {
  const labels = await readLabels(whole);
  const wholes = labels.filter(({ crop: { flip, gain, region } }) => !flip && gain === 1 && region.x1 === 0);
  expect(wholes.map(({ photo }) => photo)).toEqual(['astronaut.jpg', 'coffee.jpg', 'photographer.jpg']);
  const sides = new Map(labels.map(({ source, side }) => [source, side]));
  for (const { source, side } of labels) expect(side).toBe(sides.get(source));
  const faces = ['astronaut-officer', 'photographer'].map(source => sides.get(source));
  expect(new Set(faces)).toEqual(new Set(['train', 'held-out']));
  const [astronaut] = labels;
  expect(astronaut).toMatchObject({ teacher: [{ score: expect.closeTo(0.88, 1) }], truth: [{ score: 1 }] });
  expect(astronaut!.best).toBeCloseTo(astronaut!.teacher[0]!.score, 3);
});

test('boxes lie on the crop, and those drawn by hand where their centre does', async () => {
  for (const { crop, truth } of await readLabels(whole)) {
    const { width, height } = cropSize(crop);
    for (const { box } of truth!) {
      const [x1, y1, x2, y2] = box;
      expect(x1 >= 0 && y1 >= 0 && x2 <= width && y2 <= height && x1 < x2 && y1 < y2).toBe(true);
    }
  }
});

test('there are targets for each label', async () => {
  const { anchors, values } = both.lesson;
  const labels = await readLabels(whole);
  expect(statSync(whole.path(targetsFile)).size).toBe(labels.length * anchors * (1 + values) * 4);
  const targets = await readTargets(whole, anchors, values);
  for (const [index, { teacher }] of labels.entries()) {
    const { scores, boxes } = await targets.of(index);
    expect([scores.length, boxes.length]).toEqual([anchors, anchors * values]);
    expect(Math.max(...scores) >= 0.5).toBe(teacher.length > 0);
  }
  await targets.close();
});

test('another seed gives other crops', async () => {
  const job = await newJob();
  await label(job, recordings, both, { ...options, seed: 2 });
  expect(readFileSync(job.path(labelsFile)).equals(bytesOf(whole)[0]!)).toBe(false);
});

describe('cut short', () => {
  /** What a process left that was killed after so many bytes. */
  async function leftBy(lines: number, targets: number): Promise<Job> {
    const job = await newJob();
    for (const name of [labelsFile, targetsFile]) copyFileSync(whole.path(name), job.path(name));
    truncateSync(job.path(labelsFile), lines);
    truncateSync(job.path(targetsFile), targets);
    return job;
  }
  const record = 4 * both.lesson.anchors * (1 + both.lesson.values);
  const lineEnd = (number: number) => {
    const text = bytesOf(whole)[0]!.toString();
    return Buffer.byteLength(text.split('\n').slice(0, number).join('\n')) + 1;
  };

  test.each<[string, () => readonly [number, number], number]>([
    ['in the middle of a label and of targets', () => [lineEnd(5) + 40, 6 * record + 100], 5],
    ['with more targets than labels', () => [lineEnd(5), 6 * record], 5],
    ['with fewer targets than labels', () => [lineEnd(5), 3 * record + 1], 3],
    ['with labels only', () => [lineEnd(4), 0], 0],
    ['with targets only', () => [0, 2 * record], 0],
  ])('%s: goes on to the same bytes, and asks no more than it must', async (_, left, done) => {
    const job = await leftBy(...left());
    const asked: number[] = [];
    await label(job, recordings, both, { ...options, onProgress: index => asked.push(index) });
    expect(asked[0]).toBe(done);
    expect(bytesOf(job)).toEqual(bytesOf(whole));
  });

  test('what is lost later is noticed', async () => {
    const labelled = await label(whole, recordings, both, options);
    expect(await isLabelled(whole, labelled, both.lesson)).toBe(true);
    for (const left of [
      [lineEnd(5), statSync(whole.path(targetsFile)).size],
      [lineEnd(99), record],
    ] as const) {
      expect(await isLabelled(await leftBy(...left), labelled, both.lesson)).toBe(false);
    }
    expect(await isLabelled(await newJob(), labelled, both.lesson)).toBe(false);
  });

  test('by cancelling: rejects before the next question, and what was labelled stays', async () => {
    const job = await newJob();
    const controller = new AbortController();
    const onProgress = (index: number) => {
      if (index === 3) controller.abort();
    };
    const work = label(job, recordings, both, { ...options, onProgress, signal: controller.signal });
    expect((await failure(work)).name).toBe('AbortError');
    expect(await readLabels(job)).toHaveLength(4);
    await label(job, recordings, both, options);
    expect(bytesOf(job)).toEqual(bytesOf(whole));
  });
});

test('a teacher that fails in the middle: one error that names it and the photo; mended, it goes on', async () => {
  const path = join(folder, 'teacher.onnx');
  copyFileSync(back.file.path, path);
  const teacher: ModelCard = { ...back, id: 'professor', file: { ...back.file, path } };
  const job = await newJob();
  const onProgress = (index: number) => {
    if (index === 5) writeFileSync(path, 'damaged');
  };
  const error = await failure(label(job, recordings, teaching(front, teacher), { ...options, onProgress }));
  expect(error).toBeInstanceOf(DistillError);
  expect(error).toMatchObject({ where: 'model professor', fault: 'model' });
  expect(error.message).toMatch(
    /it failed on \w+\.jpg: The file of the model professor is damaged: .*[^.]\. What was labelled before is kept: mend this and start again\.$/,
  );
  expect(await readLabels(job)).toHaveLength(5);
  copyFileSync(back.file.path, path);
  await label(job, recordings, teaching(front, teacher), options);
  expect(bytesOf(job)).toEqual(bytesOf(whole));
});

test('a photo that is gone is named, not the model', async () => {
  const [first, ...others] = recordings;
  const gone = { ...first!, file: join(folder, 'gone.jpg') };
  const error = await failure(label(await newJob(), [gone, ...others], both, options));
  expect(error.message).toMatch(/^There is no image at .*gone\.jpg/);
});

test('pictures without what is looked for: one error, and no labels', async () => {
  const job = await newJob();
  const without = recordings.filter(({ photo }) => photo === 'coffee.jpg');
  const error = await failure(label(job, without, both, options));
  expect(error.message).toBe(
    'data: the teacher found no face on the one input. Add photos that show a face, from at least two sources.',
  );
  expect(existsSync(job.path(labelsFile))).toBe(false);
});

test('most crops are drawn of inputs with something on them, none of the others forgotten', () => {
  const counts = cropCounts([true, false, false, true], 40);
  expect(counts[0]).toBe(counts[3]);
  expect(counts[0]!).toBeGreaterThan(counts[1]!);
  expect(Math.min(...counts)).toBeGreaterThan(0);
  expect(cropCounts([true, true], 10)).toEqual([5, 5]);
  expect(
    Math.min(
      ...cropCounts(
        Array.from({ length: 500 }, (_, index) => index % 2 === 0),
        40,
      ),
    ),
  ).toBeGreaterThan(0);
});

test('a crop is asked in the size in which it is drawn', async () => {
  for (const { crop, teacher } of await readLabels(whole)) {
    for (const { box } of teacher) expect(box[2]).toBeLessThanOrEqual(cropSize(crop).width);
    expect(widthOf(crop.region)).toBeGreaterThan(0);
  }
});
