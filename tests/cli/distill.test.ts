import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { install, photos, root, temporaryFolder, vprog } from './vprog.ts';

const folder = temporaryFolder();
const home = join(folder, 'home');
const at = (...path: readonly string[]): string => join(folder, ...path);

mkdirSync(at('empty/below'), { recursive: true });
writeFileSync(at('text.txt'), 'no picture');
writeFileSync(at('broken.json'), '{ "profile": ');

const faces = ['distill', 'faces', '--teacher', 'blazeface_back'];

describe('wrong usage', () => {
  test.each([
    [['distill'], /capability/],
    [['distill', 'smiles', '--teacher', 'blazeface_back'], /no capability smiles; there is .*faces/],
    [['distill', 'faces'], /--teacher blazeface_back\./],
    [['distill', 'faces', '--teacher', 'nobody'], /no model nobody; for --teacher there is .*blazeface_back/],
    [['distill', 'faces', '--teacher', 'nanodet'], /nanodet answers detect, not faces/],
    [['distill', 'faces', '--teacher', 'blazeface_front'], /cannot teach itself/],
    [[...faces, '--student', 'nobody'], /no model nobody; for --student/],
    [[...faces, '--data', at('nowhere')], /Cannot read .*nowhere: there is nothing of that name/],
    [[...faces, '--data', at('empty')], /empty is empty: there are no pictures/],
    [[...faces, '--data', at('text.txt')], /text\.txt is none of these/],
    [[...faces, '--data', at('empty'), at('empty')], /one folder/],
    [[...faces, '--data', 'bundled', photos], /`bundled` stands alone/],
    [[...faces, '--config', at('none.json')], /no such file/],
    [[...faces, '--config', at('broken.json')], /Mend .*broken\.json first/],
    [[...faces, '--profile', 'nobodys'], /no profile nobodys/],
    [[...faces, '--budget', 'soon'], /90s, 10m or 1h/],
    [[...faces, '--seed', '-1'], /whole number/],
    [['distill', 'show', 'blazeface_front@7'], /no version blazeface_front@7; none/],
    [['distill', 'activate', 'blazeface_front@7'], /no version blazeface_front@7/],
    [['distill', 'activate', 'nobody'], /no model nobody/],
    [['distill', 'rollback', 'nobody'], /no model nobody/],
    [['distill', 'rollback', 'blazeface_front'], /answers as the original already/],
    [['distill', 'rollback', 'blazeface_front@2'], /without a version/],
    [['distill', 'export', 'blazeface_front@7', '--out', at('out')], /no version blazeface_front@7/],
    [['distill', 'export', 'blazeface_front@7'], /--out/],
    [['distill', 'keep', 'nothing'], /no distillation nothing/],
    [['distill', 'discard', '../nothing'], /no distillation/],
    [['distill', 'list', '--config', at('broken.json')], /Mend .*broken\.json first/],
  ])('%j: exit status 2, a message that says what to do, nothing on standard output', async (args, message) => {
    const { status, stdout, stderr } = await vprog(args, { home });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });

  test('a capability without a model: exit status 3', async () => {
    const { status, stdout, stderr } = await vprog(['distill', 'answer', '--teacher', 'nobody'], { home });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(/^No model is bound to answer: .*\.\n$/);
  });
});

test.each(['list', 'show', 'activate', 'rollback', 'export', 'keep', 'discard'])(
  'distill %s has help with an example',
  async name => {
    const { status, stdout } = await vprog(['distill', name, '--help'], { home });
    expect(status).toBe(0);
    expect(stdout).toContain(`$ vprog distill ${name}`);
  },
);

test('without versions the list is empty, and so is its JSON', async () => {
  expect(await vprog(['distill', 'list'], { home })).toMatchObject({ status: 0, stdout: '' });
  expect(await vprog(['distill', 'list', '--json'], { home })).toMatchObject({ status: 0, stdout: '[]\n' });
});

describe('versions', () => {
  const own = at('versions');
  const model = (sum: string) => join(own, 'data/models', `${sum}.onnx`);
  const sums = JSON.parse(readFileSync(join(root, 'runtime/models/blazeface_front/card.json'), 'utf8')).file as {
    sha256: string;
    bytes: number;
  };
  // Versions with the original's own file: where they lie and which answers is what is tested.
  const keep = (number: number, base: number) => {
    const path = join(own, 'data/versions/blazeface_front', String(number));
    mkdirSync(path, { recursive: true });
    writeFileSync(
      join(path, 'version.json'),
      JSON.stringify({
        format: 1,
        model: 'blazeface_front',
        number,
        base,
        capability: 'faces',
        created: '2026-01-02T03:04:05.000Z',
        sha256: sums.sha256,
        bytes: sums.bytes,
        original: { sha256: sums.sha256, bytes: sums.bytes },
        teacher: { id: 'blazeface_back', sha256: 'b'.repeat(64) },
        data: { name: 'the bundled photos', photos: 23, sha256: 'c'.repeat(64) },
        seed: 1,
        metric: { name: 'F1', before: 0.9, after: 0.95, low: 0.02, high: 0.08 },
      }),
    );
  };
  beforeAll(() => {
    mkdirSync(join(own, 'data/models'), { recursive: true });
    writeFileSync(model(sums.sha256), readFileSync(join(root, 'runtime/models/blazeface_front/blazeface_front.onnx')));
    keep(1, 0);
    keep(2, 1);
    mkdirSync(at('project'));
    writeFileSync(at('project/vprog.json'), '{\n  // Mine.\n  "profile": "photos"\n}\n');
  });
  const ask = async (args: readonly string[], cwd = folder) => {
    const { status, stdout, stderr } = await vprog(['distill', ...args, '--json'], { home: own, cwd });
    return { status, stderr, json: stdout === '' ? undefined : (JSON.parse(stdout) as unknown) };
  };
  const active = async (cwd = folder) =>
    ((await ask(['list'], cwd)).json as { name: string; active: boolean }[])
      .filter(version => version.active)
      .map(({ name }) => name);

  test('are listed and shown, for people and as JSON', async () => {
    const list = await vprog(['distill', 'list'], { home: own, cwd: folder });
    expect(list.stdout).toMatch(
      /^blazeface_front@1 .*faces .*agreement 0\.900 -> 0\.950 .*blazeface_back .*2026-01-02$/m,
    );
    const show = await vprog(['distill', 'show', 'blazeface_front@2'], { home: own, cwd: folder });
    expect(show.stdout).toMatch(/trained from +blazeface_front@1[\s\S]*\+0\.020 to \+0\.080/);
    const { json } = await ask(['show', 'blazeface_front@1']);
    expect(json).toMatchObject({ name: 'blazeface_front@1', base: 0, active: false, report: null });
  });

  test('are activated and rolled back, step by step to the original', async () => {
    const record = join(own, 'data/versions/active.json');
    expect(await ask(['activate', 'blazeface_front@2'])).toMatchObject({
      status: 0,
      json: { model: 'blazeface_front', version: 2, record },
    });
    expect(await active()).toEqual(['blazeface_front@2']);
    expect((await ask(['rollback', 'blazeface_front'])).json).toMatchObject({ version: 1 });
    expect(await active()).toEqual(['blazeface_front@1']);
    expect((await ask(['rollback', 'blazeface_front'])).json).toMatchObject({ version: 0 });
    expect(await active()).toEqual([]);
    expect((await ask(['rollback', 'blazeface_front'])).status).toBe(2);
  });

  test('are recorded in the vprog.json that applies, which keeps its comments', async () => {
    const project = at('project');
    await ask(['activate', 'blazeface_front@1'], project);
    expect(await active(project)).toEqual(['blazeface_front@1']);
    expect(await active()).toEqual([]);
    const text = readFileSync(join(project, 'vprog.json'), 'utf8');
    expect(text).toMatch(/\/\/ Mine\.[\s\S]*"versions"/);
    await ask(['activate', 'blazeface_front'], project);
    expect(await active(project)).toEqual([]);
  });

  test('one without its file cannot be activated: exit status 3', async () => {
    const lost = 'd'.repeat(64);
    keep(3, 0);
    const path = join(own, 'data/versions/blazeface_front/3/version.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(sums.sha256, lost));
    const { status, stderr } = await ask(['activate', 'blazeface_front@3']);
    expect(status).toBe(3);
    expect(stderr).toContain(model(lost));
  });

  test('are exported into a new or empty folder only', async () => {
    const to = (out: string) => ask(['export', 'blazeface_front@1', '--out', out]);
    expect(await to(at('project'))).toMatchObject({ status: 2, stderr: expect.stringContaining('is not empty') });
    expect(await to(at('text.txt'))).toMatchObject({ status: 2, stderr: expect.stringContaining('is a file') });
  });
});

// The command with a distilling process that answers at once, or fails as its teacher's name asks.
describe('the command around the distilling process', () => {
  const config = at('stand-in.json');
  let installed: string;
  beforeAll(async () => {
    installed = install(at('installed'), '');
    await build({
      entryPoints: [join(root, 'distill/src/testing/process.ts')],
      outfile: at('installed/dist/distill.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      mainFields: ['module', 'main'],
      banner: {
        js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
      },
    });
    const models = join(root, 'runtime/models/blazeface_back');
    const { id: _, ...card } = JSON.parse(readFileSync(join(models, 'card.json'), 'utf8'));
    card.file.path = join(models, card.file.path);
    const names = ['willing', 'refused', 'mistaken', 'killed', 'blocking', 'patient'];
    writeFileSync(config, JSON.stringify({ models: Object.fromEntries(names.map(name => [name, card])) }));
  });
  const distill = (
    teacher: string,
    more: readonly string[] = [],
    settings: Partial<Parameters<typeof vprog>[1]> = {},
  ) => vprog(['distill', 'faces', '--teacher', teacher, '--config', config, ...more], { home, installed, ...settings });

  test('without a terminal: starts, a line for each stage, leaves the candidate and says how to keep it', async () => {
    const { status, stdout, stderr } = await distill('willing');
    expect(stdout).toMatch(/^Accepted: .*\n {2}agreement with .*0\.912 -> 0\.957, \+0\.045 \(95 % interval \+0\.021/);
    expect(stdout).toMatch(/against boxes drawn by hand: .*0\.871 -> 0\.893/);
    expect(stdout).toMatch(/pictures without faces: .*; under 2,000 crops/);
    expect(stdout).toMatch(/^The report is in .*report\.html\.$/m);
    expect(stderr).toMatch(/about .*\n4\/5 training\n.*vprog distill keep 0f3a9c\n$/);
    expect(status).toBe(0);
  });

  test('--yes keeps what was accepted, --json prints the result and nothing else', async () => {
    const { status, stdout, stderr } = await distill('willing', ['--yes', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ format: 1, accepted: true, metric: { items: 240 }, version: config });
    expect(stderr).toContain('answers from now on');
    expect(status).toBe(0);
  });

  test.each([
    ['refused', 2, /^\/photos: there is no picture\. Name another folder\.\n$/],
    ['mistaken', 1, /^it is broken\n$/],
    ['killed', 1, /^The distilling process stopped unexpectedly \(SIGKILL\); .*start it again to go on\.\n$/],
  ])('%s: exit status %d, one message', async (teacher, expected, message) => {
    const { status, stdout, stderr } = await distill(teacher);
    expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test.each(['patient', 'blocking'])('cancelled while %s: exit status 130, nothing left running', async teacher => {
    let cancelled = false;
    const { status, stdout, stderr } = await distill(teacher, [], {
      onMessage: (printed, child) => {
        if (!cancelled && printed.includes('training')) cancelled = child.kill('SIGINT');
      },
    });
    expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
    expect(stderr).toMatch(/Cancelled; what is finished is kept: .*\n$/);
    const running = () => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    await expect.poll(() => running().includes(at('installed/dist/distill.mjs')), { timeout: 5000 }).toBe(false);
  });

  // Node itself cannot make a terminal.
  test.skipIf(!existsSync('/usr/bin/script'))('on a terminal: asks before it starts, and before it keeps', async () => {
    const command = [process.execPath, installed, 'distill', 'faces', '--teacher', 'willing', '--config', config];
    const answers = (input: string) =>
      execFileSync('/usr/bin/script', ['-qec', command.map(part => `'${part}'`).join(' '), '/dev/null'], {
        input,
        encoding: 'utf8',
        env: { ...process.env, VPROG_HOME: home, NO_COLOR: '1' },
      });
    expect(answers('n\n')).toMatch(/Start\? \[Y\/n\] [\s\S]*Nothing was done\./);
    expect(answers('y\nn\n')).toMatch(/Keep it\? \[Y\/n\] [\s\S]*vprog distill keep 0f3a9c/);
    expect(answers('\n\n')).toMatch(/Keep it\? \[Y\/n\] [\s\S]*answers from now on/);
  });
});
