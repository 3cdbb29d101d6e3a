import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Change } from '../protocol.ts';
import { failure, folderOf, homeIn, temporaryFolder } from '../testing/folder.ts';
import { back, front, photo, scoreBiases, teaching, variant } from '../testing/models.ts';
import { cropSize } from './crops.ts';
import { decide, type GateOptions, gate } from './gate.ts';
import { Job } from './job.ts';
import { type Label, label, readLabels } from './label.ts';
import { photosIn } from './photos.ts';
import { programsFor, type Recording, record } from './record.ts';

const figure = (more: Partial<Change> = {}): Change => ({
  name: 'agreement',
  before: 0.8,
  after: 0.9,
  low: 0.05,
  high: 0.15,
  items: 200,
  photos: 5,
  ...more,
});
const retained = (more: Partial<Change> = {}) => ({
  ...figure({ after: 0.8, low: -0.02, high: 0.02, ...more }),
  set: 'other photos',
  rule: 'a rule',
});

describe('the decision', () => {
  test.each<[string, Partial<Change>, readonly Partial<Change>[], RegExp]>([
    [
      'a clear gain, nothing to retain',
      {},
      [],
      /^The agreement .* rose from 0\.800 to 0\.900, by 0\.050 to 0\.150, and/,
    ],
    ['a clear gain, nothing lost', {}, [{}, { after: 0.81 }], /rose/],
    ['a loss on a small set that may be chance', {}, [{ after: 0.7, low: -0.2, high: 0 }], /rose/],
    ['a loss on a large set within the tolerance', {}, [{ items: 2000, after: 0.7951, high: -0.001 }], /rose/],
    ['a gain on a large set', {}, [{ items: 5000, after: 0.85, low: 0.04, high: 0.06 }], /rose/],
  ])('accepts %s', (_, metric, sets, reason) => {
    const decision = decide(figure(metric), sets.map(retained));
    expect(decision).toEqual({ accepted: true, reason: expect.stringMatching(reason) });
  });

  test.each<[string, Partial<Change>, readonly Partial<Change>[], RegExp]>([
    [
      'a gain that may be chance',
      { low: -0.01 },
      [],
      /may be chance: 0\.800 before, 0\.900 after, .*-0\.010 to 0\.150, is not above 0/,
    ],
    ['an interval that begins at 0', { low: 0 }, [], /may be chance/],
    ['no change', { after: 0.8, low: 0, high: 0 }, [], /did not rise/],
    ['a loss', { after: 0.7, low: -0.2, high: -0.05 }, [], /did not rise/],
    ['no number', { after: Number.NaN, low: Number.NaN, high: Number.NaN }, [], /./],
    [
      'a sure loss on a small set',
      {},
      [{ after: 0.7, low: -0.2, high: -0.01 }],
      /got worse on other photos: 0\.800 before, 0\.700 after \(a rule\)/,
    ],
    ['a loss on a large set above the tolerance', {}, [{ items: 2000, after: 0.7949, high: 0.01 }], /got worse/],
    ['no number on what is to be retained', {}, [{ after: Number.NaN, high: Number.NaN }], /got worse/],
    ['a loss on the second of two sets', {}, [{}, { high: -0.01 }], /got worse/],
  ])('refuses %s, and says that the version in force stays', (_, metric, sets, reason) => {
    const decision = decide(figure(metric), sets.map(retained));
    expect(decision).toEqual({ accepted: false, reason: expect.stringMatching(reason) });
    expect(decision.reason).toMatch(/\. The version in force stays\.$/);
  });
});

describe('on real photos', () => {
  const folder = temporaryFolder();
  const home = homeIn(join(folder, 'home'));
  /** Sees less than BlazeFace front does. */
  const student = variant(join(folder, 'dull.onnx'), front, scoreBiases, value => value - 2);
  const taught = teaching(student, back);
  const options: GateOptions = { seed: 1, onProgress: () => undefined, signal: new AbortController().signal };
  let job: Job;
  let recordings: readonly Recording[];
  let labels: readonly Label[];
  beforeAll(async () => {
    job = await Job.open(home, {});
    const photos = await photosIn(folderOf(join(folder, 'photos'), ['astronaut', 'photographer', 'chelsea']), 'face');
    const common = { signal: options.signal, onProgress: () => undefined };
    const recorded = await record(job, programsFor(photos, 'faces'), {
      capability: 'faces',
      category: 'face',
      home,
      ...common,
    });
    recordings = recorded.recordings;
    await label(job, recordings, taught, { seed: 1, crops: 60, ...common });
    labels = await readLabels(job);
  });
  const judge = (candidate: typeof front, more: Partial<GateOptions> = {}) =>
    gate(job, taught, candidate, { recordings, labels, general: [] }, { ...options, ...more });

  test('the teacher agrees with itself on all that is held out', async () => {
    const verdict = await judge(back);
    const held = labels.filter(({ side }) => side === 'held-out');
    expect(verdict.metric).toMatchObject({
      after: 1,
      items: held.length,
      photos: new Set(held.map(each => each.photo)).size,
    });
    expect(verdict.metric.before).toBeLessThan(1);
    expect(verdict).toMatchObject({ accepted: true, reason: expect.stringContaining('rose') });
    expect(verdict.flipped).toBeGreaterThan(0);
    expect(verdict.flips.every(({ change }) => change === 'right')).toBe(true);
    for (const { picture, width, height, teacher, before, after } of verdict.flips) {
      expect(existsSync(job.path(picture))).toBe(true);
      expect(Math.max(width, height)).toBeLessThanOrEqual(512);
      expect(after).toEqual(teacher);
      expect(before).not.toEqual(teacher);
    }
  });

  test('the student as it was makes a difference of nothing, and is refused', async () => {
    const { metric, truth, flipped, flips, accepted, reason } = await judge(student);
    for (const { before, after, low, high } of [metric, truth!]) expect([after, low, high]).toEqual([before, 0, 0]);
    expect({ flipped, flips, accepted }).toEqual({ flipped: 0, flips: [], accepted: false });
    expect(reason).toContain('did not rise');
  });

  test('a student that sees nothing any more is refused; what it lost is shown', async () => {
    const blind = variant(join(folder, 'blind.onnx'), front, scoreBiases, value => value - 20);
    const { metric, accepted, flips } = await judge(blind);
    expect({ after: metric.after, accepted }).toEqual({ after: 0, accepted: false });
    expect(metric.high).toBeLessThan(0);
    expect(flips.filter(({ change }) => change === 'wrong').length).toBeGreaterThan(0);
  });

  test('what is to be retained is judged against what is drawn, by the same answers as of programs', async () => {
    const picture = await photo('officer');
    const truth = [{ box: [172, 150, 366, 335] as const, score: 1 }];
    const general = Array.from({ length: 3 }, () => ({ photo: 'officer.jpg', picture, truth }));
    const data = { recordings, labels: [], general };
    const plain = teaching(front, back);
    const same = await gate(job, plain, front, data, options);
    expect(same.retention).toMatchObject([{ before: 1, after: 1, low: 0, high: 0, items: 3, photos: 1 }]);
    expect(same.retention[0]!.rule).toMatch(/^under 2000 crops: refused/);
    expect(same.truth).toBeUndefined();
    const blind = variant(join(folder, 'blind.onnx'), front, scoreBiases, value => value - 20);
    const lost = await gate(job, plain, blind, data, options);
    expect(lost.retention).toMatchObject([{ before: 1, after: 0, low: -1, high: -1 }]);
  });

  test('goes on to the end, and stops where it is cancelled', async () => {
    const seen: number[] = [];
    const controller = new AbortController();
    const onProgress = (done: number, total: number) => {
      seen.push(total);
      if (done === 2) controller.abort();
    };
    expect((await failure(judge(student, { onProgress, signal: controller.signal }))).name).toBe('AbortError');
    const held = labels.filter(({ side }) => side === 'held-out');
    expect(seen).toEqual([held.length, held.length, held.length]);
  });

  test('a flip’s picture is the crop that was judged', async () => {
    const { flips } = await judge(back);
    const [first] = flips;
    const header = readFileSync(job.path(first!.picture)).subarray(0, 2);
    expect([...header]).toEqual([0xff, 0xd8]);
    const index = Number(/(\d+)\.jpg$/.exec(first!.picture)![1]);
    const held = labels.filter(({ side }) => side === 'held-out')[index]!;
    const { width, height } = cropSize(held.crop);
    expect(first).toMatchObject({ photo: held.photo, width, height, before: held.student });
  });
});
