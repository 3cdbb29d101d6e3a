import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HomeDirs } from '@vprog/runtime/home';
import { Runtime } from '@vprog/runtime/models';
import { activateVersion, activeVersions, listVersions, modelPath } from '@vprog/runtime/versions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { Distiller } from './distiller.ts';
import { DistillHost } from './host.ts';
import { type DistillResult, type Progress, stages } from './protocol.ts';
import { distilling, jobsIn } from './testing/distilling.ts';
import { example, failure, homeIn } from './testing/folder.ts';
import { front } from './testing/models.ts';

const { folder, photos, dull, config, params, distill, cancelledAt } = distilling();

const candidateOf = ({ job }: DistillResult): { readonly path: string; readonly sha256: string } =>
  JSON.parse(readFileSync(join(job, 'candidate.json'), 'utf8')).candidate.file;

/** Which model answers a program that asks for faces. */
async function asked(home: HomeDirs, settings: string | undefined = config) {
  const text = 'FACES = FACEDET(image=IMAGE)\nN = COUNT(box=FACES)\nFINAL = RESULT(var=N)\n';
  const inputs = { IMAGE: example('two-people.jpg') };
  const trace = await new Runtime(home).run({
    run: 'test',
    text,
    cell: 0,
    inputs,
    device: 'cpu',
    cache: true,
    ...(settings && { config: settings }),
  });
  expect(trace.error).toBeUndefined();
  return trace.steps[0]!.model?.id;
}

describe('a distillation', () => {
  const home = homeIn(join(folder, 'home'));
  const seen: Progress[] = [];
  let result: DistillResult;
  beforeAll(async () => {
    result = await distill(home, {}, progress => seen.push(progress));
  });

  test('tells how far it is, stage by stage', () => {
    const told = [...new Set(seen.map(({ stage }) => stage))];
    expect(told).toEqual(stages.filter(stage => told.includes(stage)));
    expect(told).toEqual(expect.arrayContaining(['record', 'label', 'train', 'gate']));
    for (const stage of told) {
      const own = seen.filter(progress => progress.stage === stage);
      expect(own.every(({ done, total }) => done <= total)).toBe(true);
      expect(own.map(({ done }) => done)).toEqual(own.map(({ done }) => done).toSorted((a, b) => a - b));
    }
    expect(seen.filter(({ loss }) => loss !== undefined).every(({ stage }) => stage === 'train')).toBe(true);
  });

  test('leaves artefacts that can be read, and its result among them', () => {
    const names = readdirSync(result.job);
    for (const name of [
      ...stages.map(stage => `${stage}.json`),
      'job.json',
      'labels.jsonl',
      'targets.f32',
      'result.json',
      'report.html',
    ])
      expect(names).toContain(name);
    expect(names.filter(name => name.includes('tmp'))).toEqual([]);
    expect(JSON.parse(readFileSync(join(result.job, 'result.json'), 'utf8'))).toEqual(result);
    expect(readFileSync(join(result.job, 'report.html'), 'utf8')).toContain(result.reason);
    expect(jobsIn(home)).toHaveLength(1);
  });

  test('is accepted with its figures, and nothing else answers yet', async () => {
    expect(result).toMatchObject({
      accepted: true,
      version: null,
      student: { id: 'blazeface_front', sha256: dull.file.sha256 },
      teacher: { id: 'original', sha256: front.file.sha256 },
      data: { name: photos, photos: 3 },
      metric: { photos: expect.any(Number) },
      seed: 1,
    });
    const { samples, metric, truth, sizes, stages: took } = result;
    expect(samples.used + samples.heldOut).toBeLessThanOrEqual(samples.labelled);
    expect(metric.items).toBe(samples.heldOut);
    expect(metric.low).toBeGreaterThan(0);
    expect(truth!.items).toBe(metric.items);
    expect(sizes.student).toBe(sizes.teacher);
    expect(took.map(({ name }) => name)).toEqual([...stages]);
    expect(await asked(home)).toBe('blazeface_front');
  });

  test('that was asked for again gives its result at once', async () => {
    const again: Progress[] = [];
    expect(await distill(home, {}, progress => again.push(progress))).toEqual(result);
    expect(again).toEqual([]);
    const { remarks, pictures } = await new Distiller(home).estimate(params);
    expect({ remarks, pictures }).toEqual({ remarks: [expect.stringContaining('It was done before')], pictures: 3 });
  });

  test('is only estimated: nothing is left on disk', async () => {
    const before = jobsIn(home);
    const estimate = await new Distiller(home).estimate({ ...params, seed: 2 });
    expect(estimate).toMatchObject({ pictures: 3, remarks: [], student: result.student, teacher: result.teacher });
    expect(Math.min(estimate.seconds, estimate.bytes, estimate.crops)).toBeGreaterThan(0);
    expect(jobsIn(home)).toEqual(before);
  });

  test('whose candidate is lost is trained again, to the same bytes', async () => {
    const { path, sha256 } = candidateOf(result);
    rmSync(path);
    await expect(new Distiller(home).keep(result.job)).rejects.toThrow(
      /candidate, .*\.onnx, is gone or damaged\. Distil again\.$/,
    );
    expect(await listVersions(home)).toEqual([]);
    const told: Progress[] = [];
    const again = await distill(home, {}, progress => told.push(progress));
    expect(candidateOf(again).sha256).toBe(sha256);
    expect(told.every(({ stage }) => stage === 'train')).toBe(true);
    expect(again.metric).toEqual(result.metric);
    result = again;
  });

  describe('kept', () => {
    let kept: DistillResult;
    beforeAll(async () => {
      kept = await new Distiller(home).keep(result.job);
    });

    test('is a version, with its report', async () => {
      expect(kept).toEqual({ ...result, version: 'blazeface_front@1' });
      const [version, ...others] = await listVersions(home);
      expect(others).toEqual([]);
      expect(version).toMatchObject({
        model: 'blazeface_front',
        number: 1,
        base: 0,
        metric: { low: result.metric.low },
        sha256: candidateOf(result).sha256,
      });
      const own = readdirSync(join(home.data, 'versions', 'blazeface_front', '1'));
      expect(own).toEqual(expect.arrayContaining(['version.json', 'report.html', 'result.json', 'card.json']));
    });

    test('answers in the next run, which says so; rolled back, the original does', async () => {
      expect(await asked(home)).toBe('blazeface_front@1');
      await activateVersion(home, undefined, 'blazeface_front', 0);
      expect(await asked(home)).toBe('blazeface_front');
      await new Distiller(home).keep(result.job);
      expect(await asked(home)).toBe('blazeface_front@1');
    });

    test('twice, also where that was cut short before, is one version', async () => {
      expect(await new Distiller(home).keep(result.job)).toEqual(kept);
      writeFileSync(join(result.job, 'result.json'), JSON.stringify(result));
      expect(await new Distiller(home).keep(result.job)).toEqual(kept);
      expect(await listVersions(home)).toHaveLength(1);
      await activateVersion(home, undefined, 'blazeface_front', 0);
      expect(await distill(home)).toEqual(kept);
    });

    test('with a vprog.json is recorded there', async () => {
      const own = join(folder, 'own.json');
      writeFileSync(own, readFileSync(config));
      await activateVersion(home, undefined, 'blazeface_front', 0);
      await new Distiller(home).keep(result.job, own);
      expect([...(await activeVersions(home))]).toEqual([]);
      expect(JSON.parse(readFileSync(own, 'utf8')).versions).toEqual({ blazeface_front: 1 });
      expect([await asked(home, own), await asked(home)]).toEqual(['blazeface_front@1', 'blazeface_front']);
    });

    test('and then discarded stays a version; the report of the job stays', async () => {
      await new Distiller(home).discard(result.job);
      expect(readdirSync(result.job)).toEqual(['report.html']);
      await activateVersion(home, undefined, 'blazeface_front', 1);
      expect(await asked(home)).toBe('blazeface_front@1');
    });

    test('is the student of the next one, and what answers while its inputs are recorded', async () => {
      const { sha256 } = (await listVersions(home))[0]!;
      expect((await new Distiller(home).estimate(params)).student).toEqual({ id: 'blazeface_front@1', sha256 });
      expect((await cancelledAt(home, 'label', 2)).name).toBe('AbortError');
      const [job] = jobsIn(home).filter(name => existsSync(join(home.data, 'jobs', name, 'record.json')));
      const read = (name: string) => JSON.parse(readFileSync(join(home.data, 'jobs', job!, name), 'utf8'));
      expect(read('job.json').student).toMatchObject({ model: 'blazeface_front', base: 1, sha256 });
      // The original sees nothing on these photos.
      const answers: { readonly answer: readonly unknown[] }[] = read('record.json').value.recordings;
      expect(answers.flatMap(({ answer }) => answer).length).toBeGreaterThan(0);
    });
  });

  /** In a home of its own, by all that may come between. */
  describe('interrupted', () => {
    const other = homeIn(join(folder, 'other'));
    const env = { VPROG_HOME: join(folder, 'other') };
    const entry = join(import.meta.dirname, 'process/main.ts');
    const hosts: DistillHost[] = [];
    afterAll(() => {
      for (const host of hosts) host.dispose();
    });
    const hostOf = (more: { readonly execPath?: string } = {}) => {
      const host = new DistillHost({ entry, env, ...more });
      hosts.push(host);
      return host;
    };
    const labels = () => {
      const [job] = jobsIn(other).filter(name => !name.startsWith('running'));
      return readFileSync(join(other.data, 'jobs', job!, 'labels.jsonl'), 'utf8').split('\n').length - 1;
    };

    // A limit on the size of files stands for a full disk.
    test.skipIf(process.platform === 'win32')('by a full disk: one sentence, what is finished stays', async () => {
      const limited = join(folder, 'limited.sh');
      writeFileSync(limited, `#!/bin/sh\nulimit -f 2048\nexec '${process.execPath}' "$@"\n`);
      chmodSync(limited, 0o755);
      const error = await failure(hostOf({ execPath: limited }).distill(params, () => undefined));
      expect(error.message).toBe('The disk is full: free some space and try again.');
      expect(labels()).toBeGreaterThan(5);
      expect(jobsIn(other)).not.toContain('running.json');
      expect(await asked(other)).toBe('blazeface_front');
    });

    test('by a kill in the middle of training, while a second one is refused; and cancelled', async () => {
      const host = hostOf();
      const before = labels();
      const began: number[] = [];
      let second: Promise<Error> | undefined;
      const error = await failure(
        host.distill(params, ({ stage, done }) => {
          if (stage === 'label') began.push(done);
          if (stage === 'label') second ??= failure(distill(other));
          if (stage === 'train' && done >= 8) process.kill(host.pid!, 'SIGKILL');
        }),
      );
      expect(error.message).toMatch(/stopped unexpectedly \(SIGKILL\); what it finished is kept/);
      expect(Math.abs(began[0]! - before)).toBeLessThanOrEqual(1);
      expect((await second)!.message).toMatch(
        /^Distilling: another distillation is running \(process \d+, since .*\)\. Wait/,
      );
      expect(await asked(other)).toBe('blazeface_front');
      expect(await listVersions(other)).toEqual([]);

      const source = new CancellationTokenSource();
      const stop = ({ stage, done }: Progress) => {
        if (stage === 'train' && done >= 4) source.cancel();
      };
      expect((await failure(hostOf().distill(params, stop, source.token))).name).toBe('Cancelled');
    });

    test('goes on to the weights of an unbroken one, in the same steps', async () => {
      expect((await cancelledAt(other, 'gate', 5)).name).toBe('AbortError');
      const { remarks } = await new Distiller(other).estimate(params);
      expect(remarks).toEqual([expect.stringContaining('An earlier attempt is taken up')]);
      const resumed = await distill(other);
      expect(candidateOf(resumed).sha256).toBe(candidateSha);
      const { metric, truth, retention, losses, flipped, accepted } = result;
      expect(resumed).toMatchObject({ metric, truth, retention, losses, flipped, accepted });
    });
    let candidateSha: string;
    beforeAll(async () => {
      candidateSha = (await listVersions(home))[0]!.sha256;
    });

    test('and discarded: the candidate is gone, the report stays', async () => {
      const done = await distill(other);
      const { path } = candidateOf(done);
      expect(existsSync(path)).toBe(true);
      await new Distiller(other).discard(done.job);
      expect(existsSync(path)).toBe(false);
      expect(readdirSync(done.job)).toEqual(['report.html']);
      await expect(new Distiller(other).keep(done.job)).rejects.toThrow(
        /there is no finished distillation here\. Distil first\.$/,
      );
      expect(existsSync(modelPath(other, dull.file.sha256))).toBe(true);
    });
  });
});
