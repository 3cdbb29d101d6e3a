import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jsonLines, photos, temporaryFolder, vprog } from './vprog.ts';

const folder = temporaryFolder();
const home = join(folder, 'home');
const program = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

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
    expect(answers.map(({ id }) => id)).toEqual([7, null, 'x', 1]);
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
