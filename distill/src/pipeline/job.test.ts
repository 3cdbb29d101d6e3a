import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DistillError } from '../errors.ts';
import { failure, homeIn, temporaryFolder } from '../testing/folder.ts';
import { exclusively, Job } from './job.ts';

const folder = temporaryFolder();
let count = 0;
const newHome = () => homeIn(join(folder, String(count++)));

describe('a job', () => {
  test('of the same identity is the same folder, of another one another', async () => {
    const home = newHome();
    const job = await Job.open(home, { seed: 1 });
    expect((await Job.open(home, { seed: 1 })).folder).toBe(job.folder);
    expect((await Job.open(home, { seed: 2 })).folder).not.toBe(job.folder);
    expect(await job.read('job.json')).toEqual({ seed: 1 });
  });

  test('that is only looked up leaves nothing on disk', () => {
    const home = newHome();
    expect(existsSync(Job.of(home, { seed: 1 }).folder)).toBe(false);
    expect(readdirSync(home.data)).toEqual([]);
  });

  test('a file that is missing or damaged is none', async () => {
    const job = await Job.open(newHome(), {});
    expect(await job.read('a.json')).toBeUndefined();
    writeFileSync(job.path('a.json'), '{"a": ');
    expect(await job.read('a.json')).toBeUndefined();
  });

  test('cleared keeps the one file', async () => {
    const job = await Job.open(newHome(), {});
    await job.write('report.html', 'report');
    await job.write('flips/1.jpg', 'picture');
    await job.clear('report.html');
    expect(readdirSync(job.folder)).toEqual(['report.html']);
    await new Job(join(folder, 'nowhere')).clear('report.html');
  });
});

describe('a stage', () => {
  const counted = () => {
    const calls: number[] = [];
    return { calls, work: async () => ({ call: calls.push(1) }) };
  };

  test('is not done twice, and says how long it took', async () => {
    const job = await Job.open(newHome(), {});
    const { calls, work } = counted();
    const first = await job.stage('label', work);
    expect(first.value).toEqual({ call: 1 });
    expect(first.seconds).toBeGreaterThanOrEqual(0);
    expect(await new Job(job.folder).stage('label', work)).toEqual(first);
    expect(calls).toHaveLength(1);
    await job.stage('filter', work);
    expect(calls).toHaveLength(2);
  });

  test.each([
    ['cut off', '{"seconds": 1, "val'],
    ['empty', ''],
    ['null', 'null'],
    ['of another shape', '{}'],
  ])('whose file is %s is done again', async (_, text) => {
    const job = await Job.open(newHome(), {});
    const { calls, work } = counted();
    await job.stage('label', work);
    writeFileSync(job.path('label.json'), text);
    expect((await job.stage('label', work)).value).toEqual({ call: 2 });
    await job.stage('label', work);
    expect(calls).toHaveLength(2);
  });

  test('is done again where what it left is no longer whole', async () => {
    const job = await Job.open(newHome(), {});
    const { calls, work } = counted();
    const stage = () => job.stage('train', work, async () => existsSync(job.path('weights')));
    await stage();
    await stage();
    writeFileSync(job.path('weights'), '');
    await stage();
    expect(calls).toHaveLength(2);
  });

  test('that fails is not done', async () => {
    const job = await Job.open(newHome(), {});
    await expect(job.stage('gate', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(job.path('gate.json'))).toBe(false);
  });
});

describe('one distillation at a time', () => {
  const lockOf = (home: ReturnType<typeof newHome>) => join(home.data, 'jobs', 'running.json');
  const idle = (): ChildProcess => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);

  test('a second one is refused in one sentence, and the first goes on', async () => {
    const home = newHome();
    const answer = await exclusively(home, async () => {
      const error = await failure(exclusively(home, async () => 2));
      expect(error).toBeInstanceOf(DistillError);
      expect(error.message).toMatch(
        /^Distilling: another distillation is running \(process \d+, since 20.*Z\)\. Wait for its end or cancel it; .*running\.json\.$/,
      );
      expect(existsSync(lockOf(home))).toBe(true);
      return 1;
    });
    expect(answer).toBe(1);
    expect(readdirSync(join(home.data, 'jobs'))).toEqual([]);
  });

  test('another home is another matter', async () => {
    const [one, other] = [newHome(), newHome()];
    expect(await exclusively(one, () => exclusively(other, async () => 2))).toBe(2);
  });

  test('it is released after a failure', async () => {
    const home = newHome();
    await expect(exclusively(home, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await exclusively(home, async () => 2)).toBe(2);
  });

  test('a lock of a living process holds, one of a dead process is taken over', async () => {
    const home = newHome();
    mkdirSync(join(home.data, 'jobs'));
    const child = idle();
    await once(child, 'spawn');
    writeFileSync(lockOf(home), JSON.stringify({ pid: child.pid, since: '2026-01-02T03:04:05.000Z' }));
    const error = await failure(exclusively(home, async () => 2));
    expect(error.message).toContain(`process ${child.pid}, since 2026-01-02T03:04:05.000Z`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await exclusively(home, async () => 2)).toBe(2);
    expect(readdirSync(join(home.data, 'jobs'))).toEqual([]);
  });

  test.each([
    ['empty', ''],
    ['damaged', '{"pid": '],
    ['of no process', '{"pid": -1}'],
    ['of an earlier process with this number', JSON.stringify({ pid: process.pid, since: '2020-01-01T00:00:00Z' })],
  ])('a lock that is %s is taken over', async (_, text) => {
    const home = newHome();
    mkdirSync(join(home.data, 'jobs'));
    writeFileSync(lockOf(home), text);
    const holder = await exclusively(home, async () => JSON.parse(readFileSync(lockOf(home), 'utf8')));
    expect(holder).toMatchObject({ pid: process.pid, since: expect.stringMatching(/^20(?!20)/) });
  });

  test('of many at once one gets it, also over a lock that was left', async () => {
    const home = newHome();
    mkdirSync(join(home.data, 'jobs'));
    writeFileSync(lockOf(home), '');
    let running = 0;
    const attempts = Array.from({ length: 8 }, () =>
      exclusively(home, async () => {
        expect(++running).toBe(1);
        await new Promise(resolve => setTimeout(resolve, 20));
        running--;
        return 'done';
      }).catch(error => (error as Error).name),
    );
    const answers = await Promise.all(attempts);
    expect(new Set(answers)).toEqual(new Set(['done', 'DistillError']));
  });
});
