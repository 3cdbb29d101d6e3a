import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { DistillError, DistillHost, type DistillHostOptions } from './host.ts';
import type { DistillParams, Progress } from './protocol.ts';
import { result } from './report/testing/result.ts';

const entry = join(import.meta.dirname, 'testing/process.ts');

let hosts: DistillHost[] = [];
afterEach(() => {
  for (const host of hosts) host.dispose();
  hosts = [];
});

function makeHost(options: Partial<DistillHostOptions> = {}): DistillHost {
  const host = new DistillHost({ entry, ...options });
  hosts.push(host);
  return host;
}

const params = (teacher = 'willing'): DistillParams => ({
  capability: 'faces',
  teacher,
  data: { kind: 'bundled' },
  seed: 1,
});

const ignore = () => undefined;
const failure = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => new Error('It did not fail.'),
    error => error as Error,
  );

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Distils, and cancels with the first progress. */
function cancelledAt(host: DistillHost, teacher: string): Promise<unknown> {
  const source = new CancellationTokenSource();
  return host.distill(params(teacher), () => source.cancel(), source.token);
}

test('passes questions, answers and progress on', async () => {
  const host = makeHost();
  const seen: Progress[] = [];
  expect(await host.estimate({ ...params(), student: 'front' })).toMatchObject({ student: { id: 'front' }, crops: 2 });
  expect(await host.distill(params(), progress => seen.push(progress))).toEqual(result);
  expect(seen).toEqual([{ stage: 'train', done: 1, total: 2, loss: 0.5 }]);
  expect(await host.keep('/job')).toMatchObject({ job: '/job', version: 'student@1' });
  expect(await host.keep('/job', '/vprog.json')).toMatchObject({ version: '/vprog.json' });
  expect(await host.discard(result.job)).toBeFalsy();
  expect(await host.export({ version: 'student@1', folder: '/out' })).toBe('/out');
});

test('an error for the user comes whole, any other as its first line', async () => {
  const host = makeHost();
  const refused = await failure(host.estimate(params('refused')));
  expect(refused).toBeInstanceOf(DistillError);
  expect(refused).toMatchObject({
    name: 'DistillError',
    message: '/photos: there is no picture. Name another folder.',
    where: '/photos',
    fault: 'data',
  });
  expect((await failure(host.estimate(params('mistaken')))).message).toBe('it is broken');
  expect(await failure(host.discard('/nowhere'))).toMatchObject({ fault: 'work' });
});

test('one process for all requests, another one after a crash', async () => {
  const host = makeHost();
  const { bytes: first } = await host.estimate(params());
  expect((await host.estimate(params())).bytes).toBe(first);
  expect((await failure(host.distill(params('killed'), ignore))).message).toBe(
    'The distilling process stopped unexpectedly (SIGKILL); what it finished is kept: start it again to go on.',
  );
  expect((await host.estimate(params())).bytes).not.toBe(first);
});

test('a cancelled distillation that ends by itself leaves the process as it is', async () => {
  const host = makeHost();
  const { bytes: pid } = await host.estimate(params());
  expect(await failure(cancelledAt(host, 'patient'))).toMatchObject({ name: 'Cancelled' });
  expect((await host.estimate(params())).bytes).toBe(pid);
});

test('one that does not hear is ended from outside after its grace, which is no crash', async () => {
  const host = makeHost();
  const { bytes: pid } = await host.estimate(params());
  expect(await failure(cancelledAt(host, 'blocking'))).toMatchObject({ name: 'Cancelled' });
  expect((await host.estimate(params())).bytes).not.toBe(pid);
  await expect.poll(() => isThere(pid), { timeout: 5000 }).toBe(false);
});

test('cancelled before it began: nothing is started', async () => {
  const host = makeHost();
  const source = new CancellationTokenSource();
  source.cancel();
  expect(await failure(host.estimate(params(), source.token))).toMatchObject({ name: 'Cancelled' });
  expect(host.pid).toBeUndefined();
});

test('one distillation at a time; the first goes on', async () => {
  const host = makeHost();
  const first = host.distill(params(), ignore);
  expect((await failure(host.distill(params(), ignore))).message).toMatch(/^Distilling: another .* Wait/);
  expect(await first).toEqual(result);
  expect(await host.distill(params(), ignore)).toEqual(result);
});

test('ends for being idle, and is started again without a word', async () => {
  const host = makeHost({ idleSeconds: 0.01 });
  for (let attempt = 0; attempt < 3; attempt++) expect(await host.estimate(params())).toMatchObject({ crops: 2 });
  await expect.poll(() => host.pid, { timeout: 20_000 }).toBeUndefined();
  expect(await host.estimate(params('slow'))).toMatchObject({ crops: 2 });
});

test('a process that cannot start fails the request with how it ended', async () => {
  const lines: string[] = [];
  const host = makeHost({ entry: join(import.meta.dirname, 'nowhere.ts'), log: line => lines.push(line) });
  expect((await failure(host.estimate(params()))).message).toContain('stopped unexpectedly (exit status 1)');
  expect(lines.join()).toContain('nowhere.ts');
});

test('a disposed host cancels what runs and starts nothing', async () => {
  const host = makeHost();
  const running = failure(host.distill(params('patient'), () => host.dispose()));
  expect(await running).toMatchObject({ name: 'Cancelled' });
  await expect(host.estimate(params())).rejects.toThrow('shut down');
});
