import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageJson, ObjectJson, Trace, Value } from '@vprog/runtime/protocol';
import { describe, expect, test } from 'vitest';
import { jsonLines, photos, root, temporaryFolder, vprog } from './vprog.ts';

const folder = temporaryFolder();
const home = join(folder, 'home');
const program = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('usage', () => {
  test('every command has help with an example', async () => {
    const { stdout } = await vprog(['--help'], { home });
    const commands = [...stdout.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name!).filter(name => name !== 'help');
    expect(commands).toEqual(['check', 'format', 'run', 'test', 'models', 'devices', 'lsp']);
    const paths = commands.flatMap(name =>
      name === 'models' ? ['list', 'verify', 'licenses'].map(sub => [name, sub]) : [[name]],
    );
    for (const path of paths) {
      const help = await vprog([...path, '--help'], { home });
      expect(help.status).toBe(0);
      expect(help.stdout).toMatch(/Examples?/);
    }
  });

  test.each([
    [['nonsense']],
    [['check']],
    [['run']],
    [['run', 'a.vprog', '--ndjson']],
    [['run', 'a.vprog', '--device', 'abacus']],
    [['run', 'a.vprog', '--cell', '-1']],
    [['run', 'a.vprog', '--input', 'IMAGE']],
    [['run', 'a.vprog', '--config', 'none.json']],
    [['run', 'examples/photos/one-face.vprog', '--cell', '7']],
    [['run', 'examples/photos/one-face.vprog', '--profile', 'nobodys']],
    [['check', 'examples/photos/one-face.vprog', '--profile', 'nobodys']],
    [['format', 'a.vprog', '--stdin']],
    [['lsp']],
  ])('%j is wrong usage: exit status 2, a message, nothing on standard output', async args => {
    const { status, stdout, stderr } = await vprog(args, { home });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/\w/);
    expect(stderr).not.toContain('    at ');
  });
});

test('a reader who stops reading, as head does, gets no complaint', async () => {
  const folder = temporaryFolder();
  const { status, stdout, stderr } = await vprog(['run', join(photos, 'count-sheep.vprog')], {
    home: join(folder, 'home'),
    onOutput: (_, child) => child.stdout?.destroy(),
  });
  expect({ status, stderr, lines: stdout.split('\n').length < 4 }).toEqual({ status: 0, stderr: '', lines: true });
});

describe('check', () => {
  const wrong = "# @image cat.jpg\nB = LOCK(image=IMAGE, object='cat')\nN = COUNT(box=B)\n";

  test('prints file:line:col severity CODE message, and exits with 1', async () => {
    const file = program('wrong.vprog', wrong);
    const { status, stdout } = await vprog(['check', file], { home });
    expect(stdout).toContain(`${file}:2:5 error VP201 `);
    expect(stdout).not.toContain('\u001b');
    expect(status).toBe(1);
  });

  test('--json gives cells with their problems, positions zero-based', async () => {
    const file = program('cells.vprog', `N = COUNT(box=[])\nR = RESULT(var=N)\n# %% second\n${wrong}`);
    const { status, stdout } = await vprog(['check', file, '--json'], { home });
    const cells = JSON.parse(stdout) as { file: string; cell: number; problems: { code: string; range: unknown }[] }[];
    expect(cells.map(({ file, cell }) => ({ file, cell }))).toEqual([
      { file, cell: 0 },
      { file, cell: 1 },
    ]);
    expect(cells[0]!.problems.filter(({ code }) => code === 'VP201')).toEqual([]);
    expect(cells[1]!.problems).toContainEqual(
      expect.objectContaining({
        code: 'VP201',
        name: 'unknown-module',
        severity: 'error',
        range: { start: { line: 4, character: 4 }, end: { line: 4, character: 8 } },
      }),
    );
    expect(status).toBe(1);
  });

  test('only errors count for the exit status', async () => {
    const file = program('warned.vprog', "A = VQA(image=IMAGE, question='What?')\nR = RESULT(var=A)\n");
    const { status, stdout } = await vprog(['check', file], { home });
    expect(stdout).toContain('warning VP501');
    expect(status).toBe(0);
  });

  test('the examples have neither errors nor warnings', async () => {
    const files = readdirSync(photos).filter(name => name.endsWith('.vprog'));
    expect(files.length).toBeGreaterThanOrEqual(8);
    const { status, stdout } = await vprog(['check', ...files.map(name => join(photos, name))], { home });
    expect(stdout.split('\n').filter(line => / (error|warning) /.test(line))).toEqual([]);
    expect(status).toBe(0);
  });

  test('--ndjson answers every line in order, also those that are no request', async () => {
    const lines = [
      '{"id": 7, "text": "B = LOCK(image=IMAGE)"}',
      'nonsense',
      '{"id": "x", "text": "N = COUNT(box=[])"}',
      '{"id": 1}',
    ];
    const { status, stdout } = await vprog(['check', '--ndjson'], { home, input: `${lines.join('\n')}\n` });
    const answers = jsonLines(stdout) as { id: unknown; problems?: { code: string }[]; error?: string }[];
    expect(answers.map(({ id }) => id)).toEqual([7, null, 'x', null]);
    expect(answers[0]!.problems!.map(({ code }) => code)).toContain('VP201');
    expect(answers[1]!.error).toContain('Line 2');
    expect(answers[3]!.error).toContain('Line 4');
    expect(status).toBe(2);
  });

  test('a program of a megabyte on one line of --ndjson is answered, with no more findings than a person reads', async () => {
    const text = "B = LOC(image=IMAGE, object='cat')\n".repeat(30_000);
    const { stdout } = await vprog(['check', '--ndjson'], { home, input: JSON.stringify({ id: 1, text }) });
    const [{ id, problems }] = jsonLines(stdout) as [{ id: number; problems: { code: string }[] }];
    expect({ id, last: problems.at(-1)!.code }).toEqual({ id: 1, last: 'VP299' });
    expect(problems.length).toBeLessThan(2000);
  });
});

describe('format', () => {
  const messy = "B=LOC(object='cat',image = IMAGE)\n";
  const tidy = "B = LOC(object='cat', image=IMAGE)\n";

  test('filters standard input', async () => {
    expect(await vprog(['format', '--stdin'], { home, input: messy })).toMatchObject({ status: 0, stdout: tidy });
  });

  test('--check changes nothing and lists what is not canonical', async () => {
    const [one, two] = [program('messy.vprog', messy), program('tidy.vprog', tidy)];
    const { status, stdout } = await vprog(['format', '--check', one, two], { home });
    expect({ status, stdout }).toEqual({ status: 1, stdout: `${one}\n` });
    expect(readFileSync(one, 'utf8')).toBe(messy);
    expect(await vprog(['format', one, two], { home })).toMatchObject({ status: 0 });
    expect(readFileSync(one, 'utf8')).toBe(tidy);
    expect(readdirSync(folder).filter(name => name.endsWith('.tmp'))).toEqual([]);
  });

  test('the examples are in the canonical layout', async () => {
    const files = readdirSync(photos).filter(name => name.endsWith('.vprog'));
    expect(await vprog(['format', '--check', ...files.map(name => join(photos, name))], { home })).toMatchObject({
      status: 0,
      stdout: '',
    });
  });
});

describe('run', () => {
  const dog = `# @question Where is the dog?\n# @image ${photos}/dog.jpg\nD = LOC(image=IMAGE, object='dog')\nC = CROP(image=IMAGE, box=D)\nFINAL = RESULT(var=C)\n`;

  test('prints a line for each step, and the result', async () => {
    const { status, stdout } = await vprog(['run', program('dog.vprog', dog)], { home });
    expect(stdout).toMatch(/^D = LOC\(image=IMAGE, object='dog'\) {3}\[1 object: dog 0\.\d\d\] {3}(\d+ ms|cached)$/m);
    expect(stdout).toMatch(/^Result: \d+x\d+ picture$/m);
    expect(status).toBe(0);
  });

  test('--json prints the trace; a second run comes from the cache', async () => {
    const own = join(folder, 'json-home');
    const file = program('dog.vprog', dog);
    const first = JSON.parse((await vprog(['run', file, '--json'], { home: own })).stdout) as Trace;
    expect(first).toMatchObject({
      file,
      cell: 0,
      question: 'Where is the dog?',
      ok: true,
      stdout: '',
      result: { type: 'image' },
      inputs: [{ name: 'IMAGE', path: join(photos, 'dog.jpg'), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      totals: { steps: 3, cached: 0 },
    });
    expect(first.steps.map(({ line, module, cached }) => ({ line, module, cached }))).toEqual([
      { line: 2, module: 'LOC', cached: false },
      { line: 3, module: 'CROP', cached: false },
      { line: 4, module: 'RESULT', cached: false },
    ]);
    const found = (first.steps[0]!.output!.value as Value[])[0]!.value as ObjectJson;
    expect(found).toMatchObject({ category: 'dog' });
    expect(found.box).toHaveLength(4);
    expect(first.steps[0]).toMatchObject({ model: { id: 'nanodet' }, provider: 'cpu' });

    const second = JSON.parse((await vprog(['run', file, '--json'], { home: own })).stdout) as Trace;
    expect(second.steps[0]!.cached).toBe(true);
    expect(second.result).toMatchObject({ value: { sha256: (first.result!.value as ImageJson).sha256 } });
    const anew = JSON.parse((await vprog(['run', file, '--json', '--no-cache'], { home: own })).stdout) as Trace;
    expect(anew.totals.cached).toBe(0);
  });

  test('several cells give an array; --cell gives one object', async () => {
    const file = join(photos, 'two-pictures.vprog');
    const all = JSON.parse((await vprog(['run', file, '--json'], { home })).stdout) as Trace[];
    expect(all.map(({ cell, result }) => ({ cell, repr: result!.repr }))).toEqual([
      { cell: 0, repr: 'True' },
      { cell: 1, repr: 'False' },
    ]);
    const one = JSON.parse((await vprog(['run', file, '--json', '--cell', '1'], { home })).stdout) as Trace;
    expect(one).toMatchObject({ cell: 1, result: { repr: 'False' } });
  });

  test('--input wins over the directive', async () => {
    const file = program('which.vprog', `# @image ${photos}/dog.jpg\nN = EVAL(expr='{IMAGE}.width')\n`);
    const { stdout } = await vprog(['run', file, '--json', '--input', `IMAGE=${photos}/collage.jpg`], { home });
    expect(JSON.parse(stdout)).toMatchObject({
      result: { value: 1024 },
      inputs: [{ path: join(photos, 'collage.jpg') }],
    });
  });

  test('a failed expectation: exit status 1, and what was got', async () => {
    const file = program('expect.vprog', "# @expect 3\nN = EVAL(expr='1 + 1')\n");
    const { status, stdout } = await vprog(['run', file], { home });
    expect(stdout).toContain('expected 3, got 2');
    expect(status).toBe(1);
  });

  test('an error in a program: exit status 1, at its line', async () => {
    const file = program('divide.vprog', "A = EVAL(expr='1 + 1')\nB = EVAL(expr='{A} / 0')\n");
    const { status, stdout } = await vprog(['run', file], { home });
    expect(stdout).toMatch(/divide\.vprog:2:\d+ error VP705 /);
    expect(stdout).toContain('[2]');
    expect(status).toBe(1);
  });

  test('--html writes one page that needs nothing else', async () => {
    const page = join(folder, 'page.html');
    const { status, stderr } = await vprog(['run', program('dog.vprog', dog), '--html', page], { home });
    expect({ status, told: stderr.includes(page) }).toEqual({ status: 0, told: true });
    const html = readFileSync(page, 'utf8');
    for (const text of ['Where is the dog?', 'LOC', 'CROP', 'data:image/']) expect(html).toContain(text);
    expect(html).not.toMatch(/(src|href)="(?!data:|#|vscode:|file:)/);
    expect(html).not.toContain('<script src');
  });

  test("--out saves each step's picture, and the trace says where", async () => {
    const out = join(folder, 'pictures');
    const { stdout } = await vprog(['run', program('dog.vprog', dog), '--json', '--out', out], { home });
    const { result, steps } = JSON.parse(stdout) as Trace;
    const drawn = steps[0]!.picture!.image.path!;
    expect(drawn).toBe(join(out, '0-00-D.png'));
    const path = (result!.value as ImageJson).path!;
    for (const file of [drawn, path]) expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
    expect(readdirSync(out).sort()).toEqual(['0-00-D.png', '0-01-C.png', '0-02-FINAL.png']);
  });

  test('--out where no folder can be made is wrong usage', async () => {
    const file = program('dog.vprog', dog);
    expect(await vprog(['run', file, '--out', join(file, 'below')], { home })).toMatchObject({ status: 2 });
  });

  test('--ndjson runs each line, models staying loaded, paths relative to the working directory', async () => {
    const text = 'N = COUNT(box=LOC0)\n';
    const lines = [
      { id: 'a', text: `B = LOC(image=IMAGE, object='dog')\nN = COUNT(box=B)`, inputs: { IMAGE: 'dog.jpg' } },
      { id: 'b', text },
      { id: 'c', text: "# @image cat.jpg\nW = EVAL(expr='{IMAGE}.width')" },
    ];
    const input = lines.map(line => JSON.stringify(line)).join('\n');
    const { status, stdout } = await vprog(['run', '--ndjson'], { home, cwd: photos, input });
    const answers = jsonLines(stdout);
    expect(answers).toHaveLength(3);
    expect(answers[0]).toMatchObject({ id: 'a', result: { type: 'int', value: 1 }, stdout: '', steps: 2 });
    expect(answers[1]).toMatchObject({ id: 'b', error: { code: expect.stringMatching(/^VP\d{3}$/) } });
    expect(answers[2]).toMatchObject({ id: 'c', result: { value: 512 } });
    expect(status).toBe(1);
  });

  test('Ctrl-C stops at once with 130', async () => {
    const steps = Array.from(
      { length: 400 },
      (_, i) =>
        `B${i} = LOC(image=IMAGE, object='dog')\nC${i} = CROP(image=IMAGE, box=[[${i}, 0, 512, 512]])\nD${i} = READ(image=C${i})`,
    );
    const file = program('long.vprog', `# @image ${photos}/dog.jpg\n${steps.join('\n')}\n`);
    const { status, stderr } = await vprog(['run', file, '--no-cache'], {
      home,
      onOutput: (_, child) => child.kill('SIGINT'),
    });
    expect(status).toBe(130);
    expect(stderr).toContain('Cancelled');
    expect(stderr).not.toMatch(/crash|restart/i);
  });
});

describe('test', () => {
  const cases = `# @expect RESULT > 2\n# @expect 2\n# @case IMAGE=${photos}/cat.jpg expect=2\nN = EVAL(expr='1 + 1')\n`;

  test('counts every @expect and @case', async () => {
    const { status, stdout } = await vprog(['test', program('cases.vprog', cases)], { home });
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('2 passed, 1 failed');
    expect(stdout).toContain('FAILED expect RESULT > 2 (line 1)');
    expect(status).toBe(1);
  });

  test('--json and --junit tell the same', async () => {
    const report = join(folder, 'report.xml');
    const file = program('cases.vprog', cases);
    const { stdout } = await vprog(['test', file, '--json', '--junit', report], { home });
    expect(JSON.parse(stdout)).toMatchObject([
      { file, cell: 0, line: 0, ok: false },
      { file, cell: 0, line: 1, ok: true },
      { file, cell: 0, line: 2, ok: true },
    ]);
    const xml = readFileSync(report, 'utf8');
    expect(xml).toContain('tests="3" failures="1"');
    expect(xml).toContain('name="expect RESULT &gt; 2"');
  });

  test('a case brings its own picture and its own expectation', async () => {
    const text = [
      `# @image ${photos}/dog.jpg`,
      '# @expect 512',
      `# @case IMAGE=${photos}/collage.jpg expect=1024`,
      `# @case IMAGE=${photos}/collage.jpg expect=512`,
      "W = EVAL(expr='{IMAGE}.width')",
    ];
    const { stdout } = await vprog(['test', program('pictures.vprog', text.join('\n')), '--json'], { home });
    expect(JSON.parse(stdout)).toMatchObject([
      { ok: true, got: '512' },
      { ok: true, got: '1024' },
      { ok: false, got: '1024' },
    ]);
  });

  test('every example gives what it says', async () => {
    const files = readdirSync(photos).filter(name => name.endsWith('.vprog'));
    const { stdout, status } = await vprog(['test', ...files.map(name => join(photos, name))], { home });
    expect(stdout).toMatch(/\n\d\d passed, 0 failed\n$/);
    expect(status).toBe(0);
  });
});

describe('models and devices', () => {
  test('models list --json names what is bundled, bound and on disk', async () => {
    const { stdout, status } = await vprog(['models', 'list', '--json'], { home });
    const models = JSON.parse(stdout) as { id: string; state: string; licence: string; bound: string[] }[];
    const detector = models.find(({ id }) => id === 'nanodet')!;
    expect(detector).toMatchObject({ state: 'unchecked', licence: 'Apache-2.0' });
    expect(detector.bound).not.toEqual([]);
    expect(models.map(({ id }) => id)).toEqual(expect.arrayContaining(['blazeface_front', 'selfie_segmentation']));
    expect(status).toBe(0);
  });

  test('models verify finds every bundled file whole', async () => {
    const { stdout, status } = await vprog(['models', 'verify', '--json'], { home });
    expect((JSON.parse(stdout) as { state: string }[]).map(({ state }) => state)).not.toContain('damaged');
    expect(status).toBe(0);
  });

  test('devices says of each provider whether it can be used, and why not', async () => {
    const { stdout, status } = await vprog(['devices', '--json'], { home });
    const devices = JSON.parse(stdout) as { device: string; usable: boolean; detail: string }[];
    expect(devices.find(({ device }) => device === 'cpu')).toMatchObject({ usable: true });
    for (const { detail } of devices) expect(detail).toMatch(/\w/);
    expect(status).toBe(0);
  });
});

describe('lsp', () => {
  test('answers over standard input and output, nothing else there', async () => {
    const messages = [
      { id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } },
      { method: 'initialized', params: {} },
      { id: 2, method: 'shutdown' },
      { method: 'exit' },
    ];
    const frames = messages
      .map(message => JSON.stringify({ jsonrpc: '2.0', ...message }))
      .map(body => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    const { status, stdout } = await vprog(['lsp', '--stdio'], { home, input: frames.join(''), keepOpen: true });
    expect(stdout).toMatch(/^Content-Length: \d+\r\n\r\n\{/);
    expect(stdout).toContain('"completionProvider"');
    expect(status).toBe(0);
  });
});

describe('places', () => {
  test('works from any working directory, and for a copy of the examples elsewhere', async () => {
    const copy = join(folder, 'copy');
    mkdirSync(copy);
    cpSync(join(photos, 'one-face.vprog'), join(copy, 'one-face.vprog'));
    cpSync(join(photos, 'astronaut.jpg'), join(copy, 'astronaut.jpg'));
    const { status, stdout } = await vprog(['run', 'one-face.vprog'], { home, cwd: copy });
    expect(stdout).toMatch(/^Result: 1$/m);
    expect(status).toBe(0);
  });

  test('nothing is written outside the home and what was asked for', () => {
    expect(existsSync(join(root, 'cache'))).toBe(false);
    expect(readdirSync(join(folder, 'copy')).sort()).toEqual(['astronaut.jpg', 'one-face.vprog']);
  });
});
