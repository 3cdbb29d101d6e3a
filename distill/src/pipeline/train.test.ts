import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelCard } from '@vprog/language';
import { GraphBuilder, modelOf, newestOpset, writeModel } from '@vprog/onnx';
import { beforeAll, describe, expect, test } from 'vitest';
import { DistillError } from '../errors.ts';
import { shuffled } from '../random.ts';
import { failure, folderOf, homeIn, temporaryFolder } from '../testing/folder.ts';
import { back, front, photo, scoreBiases, teaching, variant } from '../testing/models.ts';
import { type GateOptions, gate } from './gate.ts';
import type { GeneralCrop } from './general.ts';
import { Job } from './job.ts';
import { type Label, label, readLabels, targetsFile } from './label.ts';
import { photosIn } from './photos.ts';
import { programsFor, type Recording, record } from './record.ts';
import { see } from './teaching.ts';
import { type Course, type TrainStageOptions, trainStage } from './train.ts';

const folder = temporaryFolder();
const home = homeIn(join(folder, 'home'));
const ignore: Pick<GateOptions, 'onProgress' | 'signal'> = {
  onProgress: () => undefined,
  signal: new AbortController().signal,
};

/** Sees less than its teacher does, and can learn it in little time. */
const student = variant(join(folder, 'dull.onnx'), front, scoreBiases, value => value - 3);
const taught = teaching(student, front);
const course: Course = { epochs: 7, batch: 4, rate: 1.5e-3, seed: 1 };

let recordings: readonly Recording[];
let labels: readonly Label[];
let used: readonly number[];
let replay: readonly GeneralCrop[];
let targets: Buffer;
let count = 0;

/** A job whose inputs are labelled; training is to come. */
async function labelledJob(content = targets): Promise<Job> {
  const job = await Job.open(home, { count: count++ });
  writeFileSync(job.path(targetsFile), content);
  return job;
}

beforeAll(async () => {
  const job = await Job.open(home, { count: count++ });
  const photos = await photosIn(folderOf(join(folder, 'photos'), ['astronaut', 'photographer', 'coffee']), 'face');
  const recorded = await record(job, programsFor(photos, 'faces'), {
    capability: 'faces',
    category: 'face',
    home,
    ...ignore,
  });
  recordings = recorded.recordings;
  await label(job, recordings, taught, { seed: 1, crops: 50, ...ignore });
  labels = await readLabels(job);
  used = [...labels.keys()].filter(index => labels[index]!.side === 'train');
  targets = readFileSync(job.path(targetsFile));
  const names = ['books', 'sushi', 'rocket'];
  replay = await Promise.all(
    names.map(async name => ({ photo: `${name}.jpg`, picture: await photo(name), truth: [] })),
  );
});

const trainOn = (
  job: Job,
  more: Partial<Course> = {},
  options: Partial<TrainStageOptions> = {},
  to = home,
  who = taught,
) =>
  trainStage(
    to,
    job,
    who,
    { recordings, labels, used, replay },
    { course: { ...course, ...more }, ...ignore, ...options },
  );
const judge = (job: Job, candidate: ModelCard) =>
  gate(job, taught, candidate, { recordings, labels, general: replay }, { seed: 1, ...ignore });

/** Trained without a break. */
let whole: Awaited<ReturnType<typeof trainStage>>;
let wholeJob: Job;
beforeAll(async () => {
  wholeJob = await labelledJob();
  whole = await trainOn(wholeJob);
});

test('the student comes to agree with its teacher, and the gate accepts it', async () => {
  expect(whole.losses.at(-1)!.step).toBe(whole.updates);
  expect(
    whole.losses.every(({ loss, parts }) => Math.abs(Object.values(parts).reduce((a, b) => a + b, 0) - loss) < 1e-4),
  ).toBe(true);
  const { metric, accepted } = await judge(wholeJob, whole.candidate);
  expect({ accepted, ...metric }).toMatchObject({ accepted: true });
  expect(metric.after).toBeGreaterThan(metric.before + 0.1);
});

test('one whose labels were exchanged between crops is refused', async () => {
  const record = targets.length / labels.length;
  const mixed = Buffer.from(targets);
  // Each takes those of another: by one place along a random order.
  const order = shuffled(used, 5);
  for (const [index, label] of order.entries()) {
    const other = order[(index + 1) % order.length]!;
    targets.copy(mixed, label * record, other * record, (other + 1) * record);
  }
  const job = await labelledJob(mixed);
  const { candidate } = await trainOn(job);
  const { accepted, reason, metric } = await judge(job, candidate);
  expect({ accepted, metric }).toMatchObject({ accepted: false });
  expect(reason).toMatch(/The version in force stays\.$/);
});

describe('the same course', () => {
  test('in another home gives the same weights, with another seed others', async () => {
    const again = await trainOn(await labelledJob(), {}, {}, homeIn(join(folder, 'other')));
    expect(again.candidate.file.sha256).toBe(whole.candidate.file.sha256);
    expect(again.losses).toEqual(whole.losses);
    const short = async (seed: number) =>
      (await trainOn(await labelledJob(), { epochs: 1, seed })).candidate.file.sha256;
    expect(await short(2)).not.toBe(await short(1));
  });

  test('interrupted before and after a checkpoint goes on to the same weights and losses', async () => {
    expect(whole.updates).toBeGreaterThan(40);
    const job = await labelledJob();
    const began: number[] = [];
    for (const end of [8, 40]) {
      const controller = new AbortController();
      const steps: number[] = [];
      const onProgress = (done: number) => {
        steps.push(done);
        if (done >= end) controller.abort();
      };
      expect((await failure(trainOn(job, {}, { onProgress, signal: controller.signal }))).name).toBe('AbortError');
      began.push(steps[0]!);
    }
    const steps: number[] = [];
    const resumed = await trainOn(job, {}, { onProgress: done => steps.push(done) });
    expect(steps[0]!).toBeGreaterThan(began[1]!);
    expect(resumed).toEqual(whole);
  });

  test('a checkpoint that is damaged is none', async () => {
    const job = await labelledJob();
    const path = job.path('training.ckpt');
    copyFileSync(wholeJob.path('training.ckpt'), path);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(path, bytes);
    expect((await trainOn(job)).candidate.file.sha256).toBe(whole.candidate.file.sha256);
  });
});

test('no epochs change no answer, and the gate refuses them', async () => {
  const job = await labelledJob();
  const { updates, losses, candidate } = await trainOn(job, { epochs: 0 });
  expect({ updates, losses }).toEqual({ updates: 0, losses: [] });
  for (const { picture } of replay) {
    const [before, after] = await Promise.all([student, candidate].map(card => see(taught.engine, card, picture)));
    expect(after!.raw.outputs).toEqual(before!.raw.outputs);
  }
  const { metric, flipped, accepted } = await judge(job, candidate);
  expect({ flipped, accepted, ...metric }).toMatchObject({
    flipped: 0,
    accepted: false,
    after: metric.before,
    low: 0,
    high: 0,
  });
});

test('a loss that is no number: one error, the last good weights kept', async () => {
  const job = await labelledJob();
  const error = await failure(trainOn(job, { rate: 1e30 }));
  expect(error).toBeInstanceOf(DistillError);
  expect(error.message).toMatch(/^training: the loss is no longer a number at update \d+\. The model in force stays/i);
  expect(error.message).not.toContain('..');
  expect(existsSync(job.path('training.ckpt'))).toBe(true);
});

test('a student that cannot be trained is refused before, with the node and the reason', async () => {
  // Scores that are rounded have no gradient.
  const builder = new GraphBuilder('rounded');
  const x = builder.input('input:0', 'float32', [1, 128, 128, 3]);
  const outputs = {
    'Identity:0': [1, 512, 1],
    'Identity_1:0': [1, 384, 1],
    'Identity_2:0': [1, 512, 16],
    'Identity_3:0': [1, 384, 16],
  };
  const flat = builder.op('Reshape', [x, builder.constant([1, 49152], 'int64')]);
  const less = builder.op('Slice', [
    flat,
    builder.constant([0], 'int64'),
    builder.constant([64], 'int64'),
    builder.constant([1], 'int64'),
  ]);
  for (const [name, dims] of Object.entries(outputs)) {
    const size = dims.reduce((a, b) => a * b, 1);
    const weight = builder.initializer(`${name}.weight`, new Float32Array(64 * size).fill(0.01), [64, size]);
    const made = builder.op('Round', [builder.op('MatMul', [less, weight])]);
    builder.output(builder.op('Reshape', [made, builder.constant(dims, 'int64')]), name, { type: 'float32', dims });
  }
  const card = variant(join(folder, 'rounded.onnx'), front, /^$/, value => value);
  writeFileSync(card.file.path, writeModel(modelOf(builder.toGraph(), newestOpset)));
  const bytes = readFileSync(card.file.path);
  const file = { path: card.file.path, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
  const rounded = { ...card, id: 'rounded', file };
  const error = await failure(trainOn(await labelledJob(), {}, {}, home, teaching(rounded, back)));
  expect(error).toBeInstanceOf(DistillError);
  expect(error.message).toMatch(/^model rounded: .*Round.*\. Choose another student\.$/);
  expect(error).toMatchObject({ fault: 'model' });
});
