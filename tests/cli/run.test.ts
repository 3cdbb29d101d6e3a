import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageJson, ObjectJson, Trace, Value } from '@vprog/runtime/protocol';
import { describe, expect, test } from 'vitest';
import { jsonLines, photos, temporaryFolder, vprog } from './vprog.ts';

const folder = temporaryFolder();
const home = join(folder, 'home');
const program = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

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
    expect(stdout).toContain('Expected 3, but got 2.');
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
