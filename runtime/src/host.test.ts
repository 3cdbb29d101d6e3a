import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { homeDirs } from './home.ts';
import { type HostOptions, RuntimeHost } from './host.ts';
import type { ActivateVersionParams, ImageJson, StepEvent, Trace } from './protocol.ts';
import { addFrontVersion, draft, front } from './store/testing.ts';
import { addVersion } from './store/versions.ts';
import { outline, photo, programOn, temporaryFolder } from './testing.ts';

// The real process with the real models.

const sheep = `SHEEP = LOC(image=IMAGE, object='sheep')
N = COUNT(box=SHEEP)
FACES = FACEDET(image=IMAGE)
BLURRED = BGBLUR(image=IMAGE, object=SHEEP)
FINAL = RESULT(var=BLURRED)
`;

let home: Awaited<ReturnType<typeof temporaryFolder>>;
let hosts: RuntimeHost[] = [];
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(async () => {
  for (const host of hosts) host.dispose();
  hosts = [];
  await home.remove();
});

function makeHost(options: Partial<HostOptions> = {}): RuntimeHost {
  const entry = join(import.meta.dirname, 'process/main.ts');
  const host = new RuntimeHost({ entry, env: { VPROG_HOME: home.path }, ...options });
  hosts.push(host);
  return host;
}

const ignore = () => undefined;
/** Runs the program and does something when a step begins. */
function runAndAt(
  host: RuntimeHost,
  name: string,
  act: () => void,
  source = new CancellationTokenSource(),
): Promise<Trace> {
  const onStep = ({ phase, step }: StepEvent) => {
    if (phase === 'begin' && step.name === name) act();
  };
  return host.run(programOn('sheep.jpg', sheep), onStep, source.token);
}

test('streams the steps, answers with the trace, and gives pictures', async () => {
  const host = makeHost();
  const events: string[] = [];
  const trace = await host.run(programOn('sheep.jpg', sheep), ({ phase, step, run }) => {
    events.push(`${run} ${phase} ${step.name}`);
  });
  expect(trace.error).toBeUndefined();
  expect(events).toEqual(
    ['SHEEP', 'N', 'FACES', 'BLURRED', 'FINAL'].flatMap(name => [`test begin ${name}`, `test end ${name}`]),
  );
  const { id, width, height } = trace.result!.value as ImageJson;
  const picture = await host.picture({ id, maxWidth: 100, maxHeight: 5000, format: 'jpeg' });
  expect(picture.width).toBe(100);
  expect(picture.height).toBe(Math.round((height * 100) / width));
  expect(Buffer.from(picture.data, 'base64').subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  const same = await host.picture({ id, maxWidth: 10_000, maxHeight: 10_000, format: 'png' });
  expect([same.width, same.height]).toEqual([width, height]);
  await expect(host.picture({ ...picture, id: 'nothing', maxWidth: 9, maxHeight: 9, format: 'png' })).rejects.toThrow(
    'run the program again',
  );
});

test('a process killed in mid-run costs that run, says so once, and its finished steps survive', async () => {
  const host = makeHost();
  const messages: string[] = [];
  host.onRestart(message => messages.push(message));
  const trace = await runAndAt(host, 'FACES', () => process.kill(host.pid!, 'SIGKILL'));
  expect(outline(trace)).toBe('SHEEP, N, FACES VP701');
  expect(trace).toMatchObject({ ok: false, device: 'cpu', error: { code: 'VP701', range: { start: { line: 2 } } } });
  expect(trace.error?.message).toContain('SIGKILL');
  expect(messages).toEqual([]);
  const next = await host.run(programOn('sheep.jpg', sheep), ignore);
  expect(outline(next)).toBe('SHEEP cached, N, FACES, BLURRED, FINAL');
  expect(next.ok).toBe(true);
  expect(await host.run(programOn('sheep.jpg', sheep), ignore)).toMatchObject({ ok: true, totals: { cached: 5 } });
  expect(messages).toEqual([expect.stringContaining('SIGKILL')]);
});

test('a cancelled run ends by itself with the steps that it finished', async () => {
  const host = makeHost();
  const source = new CancellationTokenSource();
  const trace = await runAndAt(host, 'FACES', () => source.cancel(), source);
  const { pid } = host;
  expect(trace).toMatchObject({ ok: false, cancelled: true });
  expect(trace.error).toBeUndefined();
  expect(outline(trace)).toMatch(/^SHEEP, N/);
  expect(trace.steps.length).toBeLessThan(5);
  expect((await host.run(programOn('sheep.jpg', sheep), ignore)).ok).toBe(true);
  expect(host.pid).toBe(pid);
});

test.skipIf(process.platform === 'win32')(
  'a cancelled run that hangs is ended from outside, which is no crash',
  async () => {
    const host = makeHost();
    const messages: string[] = [];
    host.onRestart(message => messages.push(message));
    const source = new CancellationTokenSource();
    let hung: number | undefined;
    const stop = () => {
      hung = host.pid;
      process.kill(hung!, 'SIGSTOP');
      source.cancel();
    };
    const trace = await runAndAt(host, 'FACES', stop, source);
    expect(trace).toMatchObject({ ok: false, cancelled: true });
    expect(outline(trace)).toBe('SHEEP, N');
    expect((await host.run(programOn('sheep.jpg', sheep), ignore)).ok).toBe(true);
    expect(host.pid).not.toBe(hung);
    expect(messages).toEqual([]);
  },
);

test('runs wait for each other; one that waits can be cancelled and the first goes on', async () => {
  const host = makeHost();
  const source = new CancellationTokenSource();
  const order: string[] = [];
  const note = (name: string) => (trace: Trace) => {
    order.push(name);
    return trace;
  };
  const first = host.run(programOn('sheep.jpg', sheep), ignore).then(note('first'));
  const second = host.run(programOn('cat.jpg', sheep), ignore, source.token).then(note('second'));
  const third = host.run(programOn('dog.jpg', sheep), ignore).then(note('third'));
  source.cancel();
  expect(await second).toMatchObject({ cancelled: true, steps: [] });
  expect((await first).ok).toBe(true);
  expect((await third).inputs[0]?.path).toBe(photo('dog.jpg'));
  expect(order).toEqual(['second', 'first', 'third']);
});

test('a process that ended for being idle is started again without a word', async () => {
  const host = makeHost({ idleSeconds: 0.01 });
  const messages: string[] = [];
  host.onRestart(message => messages.push(message));
  for (let run = 0; run < 3; run++) {
    expect((await host.run(programOn('sheep.jpg', sheep), ignore)).ok).toBe(true);
  }
  await host.models({ verify: false });
  expect(await host.run(programOn(undefined, ''), ignore)).toMatchObject({ steps: [] });
  const end = Date.now() + 20_000;
  while (host.pid !== undefined && Date.now() < end) await new Promise(resolve => setTimeout(resolve, 10));
  await new Promise(resolve => setTimeout(resolve, 100));
  // What was answered before is not asked again.
  expect(host.pid).toBeUndefined();
  expect((await host.run(programOn('sheep.jpg', sheep), ignore)).ok).toBe(true);
  expect(messages).toEqual([]);
});

test('a process that cannot start fails every call with what it said', async () => {
  const lines: string[] = [];
  const host = makeHost({ entry: join(import.meta.dirname, 'nowhere.ts'), log: line => lines.push(line) });
  expect(await host.run(programOn('sheep.jpg', sheep), ignore)).toMatchObject({ ok: false, error: { code: 'VP701' } });
  await expect(host.devices()).rejects.toThrow('stopped');
  expect(lines.join()).toContain('nowhere.ts');
});

test('lists models, and forgets results', async () => {
  const host = makeHost();
  const models = await host.models({ verify: true });
  expect(models.map(({ state }) => state)).not.toContain('damaged');
  expect(models.find(({ capability }) => capability === 'detect')?.bound.length).toBeGreaterThan(0);
  await host.run(programOn('sheep.jpg', sheep), ignore);
  await host.clearCache();
  expect((await host.run(programOn('sheep.jpg', sheep), ignore)).totals.cached).toBe(0);
});

test('lists the versions of what is bound, and the next run uses the one that was activated', async () => {
  const { number, sha256 } = await addFrontVersion(homeDirs({ VPROG_HOME: home.path }));
  const host = makeHost();
  const faces = async () => (await host.versions()).find(({ capability }) => capability === 'faces')!;
  const program = programOn('astronaut.jpg', 'FACES = FACEDET(image=IMAGE)\nFINAL = RESULT(var=FACES)');
  expect((await host.run(program, ignore)).steps[0]).toMatchObject({ cached: false, model: { id: front.id } });
  expect(await faces()).toMatchObject({
    modules: ['FACEDET'],
    model: { id: front.id, title: front.title, sha256: front.file.sha256 },
    active: 0,
    versions: [{ name: 'blazeface_front@1', title: front.title, active: false, number, sha256 }],
  });
  const { pid } = host;
  await host.activateVersion({ model: front.id, number });
  expect(await faces()).toMatchObject({ model: { id: front.id }, active: 1, versions: [{ active: true }] });
  expect((await host.run(program, ignore)).steps[0]).toMatchObject({
    cached: false,
    model: { id: 'blazeface_front@1', sha256 },
  });
  await host.activateVersion({ model: front.id, number: 0 });
  expect((await host.run(program, ignore)).steps[0]).toMatchObject({ cached: true, model: { id: front.id } });
  expect(host.pid).toBe(pid);
});

test('what cannot be activated is said in one sentence', async () => {
  const versions = homeDirs({ VPROG_HOME: home.path });
  await addVersion(versions, draft(front.id), new Map());
  const host = makeHost();
  const refusal = (params: ActivateVersionParams) => host.activateVersion(params).catch(error => error.message);
  expect(await refusal({ model: front.id, number: 4 })).toMatch(/^The version blazeface_front@4 is not there: /);
  expect(await refusal({ model: front.id, number: 1 })).toMatch(/^The version blazeface_front@1 was made from another/);
  expect(await refusal({ model: 'nothing', number: 0 })).toMatch(/^There is no model nothing: /);
  const config = join(home.path, 'vprog.json');
  await writeFile(config, '{ "versions": { "blazeface_front": 4 } }');
  const trace = await host.run(programOn('astronaut.jpg', 'FACES = FACEDET(image=IMAGE)', { config }), ignore);
  expect(trace).toMatchObject({ ok: false, steps: [], error: { code: 'VP526' } });
  expect(trace.error?.message).toContain(`${config}:1:`);
  await host.activateVersion({ model: front.id, number: 0, config });
  expect(await host.run(programOn('astronaut.jpg', 'F = FACEDET(image=IMAGE)', { config }), ignore)).toMatchObject({
    ok: true,
  });
});

test('a disposed host cancels what runs and starts nothing', async () => {
  const host = makeHost();
  const trace = await runAndAt(host, 'FACES', () => host.dispose());
  expect(trace).toMatchObject({ ok: false, cancelled: true });
  expect(await host.run(programOn('sheep.jpg', sheep), ignore)).toMatchObject({ cancelled: true });
  await expect(host.devices()).rejects.toThrow('shut down');
});
