import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jsonLines, photos, temporaryFolder, vprog } from './vprog.ts';

const folder = temporaryFolder();
const home = join(folder, 'home');
const width = "W = EVAL(expr='{IMAGE}.width')";

/** The answer to a line, and to a sound one after it. */
async function answersTo(command: string, line: string) {
  const after = JSON.stringify({ id: 'after', text: "N = EVAL(expr='1 + 1')" });
  const { status, stdout, stderr } = await vprog([command, '--ndjson'], {
    home,
    cwd: photos,
    input: `${line}\n${after}\n`,
  });
  const answers = jsonLines(stdout) as { id: unknown; error?: unknown }[];
  expect({ status, stderr, ids: answers.map(({ id }) => id).slice(1) }).toEqual({
    status: 2,
    stderr: '',
    ids: ['after'],
  });
  expect(answers[1]!.error).toBeUndefined();
  return answers[0]!;
}

describe.each(['run', 'check'])('%s --ndjson complains of one line, with its id, and goes on', command => {
  test.each([
    ['{"id": 5}', 5, /^Line 1 .*"text"/],
    ['{"id": {"a": 1}, "text": 3}', { a: 1 }, /^Line 1 .*"text"/],
    ['[{"id": 5}]', null, /^Line 1 /],
    ['"text"', null, /^Line 1 /],
    ['null', null, /^Line 1 /],
    ['{"id": 5,', null, /^Line 1 /],
  ])('%s', async (line, id, complaint) => {
    expect(await answersTo(command, line)).toEqual({ id, error: expect.stringMatching(complaint) });
  });
});

describe('inputs of a line of run --ndjson', () => {
  test.each([null, 5, 'cat.jpg', ['cat.jpg'], { IMAGE: 5 }, { IMAGE: null }])(
    '%j are no paths by name',
    async inputs => {
      expect(await answersTo('run', JSON.stringify({ id: 'a', text: width, inputs }))).toEqual({
        id: 'a',
        error: expect.stringMatching(/^Line 1 .*"inputs".*\.$/),
      });
    },
  );

  test('a name that the program does not read', async () => {
    const inputs = { Image: 'cat.jpg', IMAGE: 'cat.jpg' };
    expect(await answersTo('run', JSON.stringify({ id: 'a', text: width, inputs }))).toEqual({
      id: 'a',
      error: expect.stringMatching(/^Line 1 .*\bImage\b.*\bIMAGE\b.*\.$/),
    });
  });
});

describe('--input of a name that the program does not read', () => {
  const run = (text: string, name: string) => {
    writeFileSync(join(folder, 'p.vprog'), text);
    return vprog(['run', join(folder, 'p.vprog'), '--input', `${name}=${photos}/cat.jpg`], { home });
  };

  test.each([
    [width, 'Image', /Image.*IMAGE\./],
    [`${width}\nF = CROP(image=LEFT, box=[[0, 0, 9, 9]])\n`, 'RIGHT', /RIGHT.*IMAGE, LEFT\./],
    ["N = EVAL(expr='1')\n", 'IMAGE', /IMAGE.*none\./],
    [`C = CROP(image=IMAGE, box=[[0, 0, 9, 9]])\nW = EVAL(expr='{C}.width')\n`, 'C', / C.*IMAGE\./],
  ])('%j %s is wrong usage, which names those that it reads', async (text, name, message) => {
    const { status, stdout, stderr } = await run(text, name);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test.each([
    ["# @input Photo=none.jpg\nW = EVAL(expr='{Photo}.width')\n", 'Photo', 0, /^Result: 512$/m],
    ["# @image none.jpg\nN = EVAL(expr='1')\n", 'IMAGE', 0, /^Result: 1$/m],
    ["W = EVAL(expr='{Photo}.width')\n", 'Photo', 1, /error VP205/],
    ['W = EVAL(expr=', 'IMAGE', 1, /error VP1\d\d/],
  ])('%j %s stays what the program says of it', async (text, name, status, output) => {
    const ended = await run(text, name);
    expect(ended.stdout).toMatch(output);
    expect(ended.status).toBe(status);
  });

  test('any cell that is run may read it', async () => {
    const text = `# %% one\nN = EVAL(expr='1')\n# %% two\n${width}\n`;
    expect(await run(text, 'IMAGE')).toMatchObject({ status: 0 });
  });
});

test('an input without a picture: told how to give one on the command line', async () => {
  writeFileSync(join(folder, 'left.vprog'), "W = EVAL(expr='{LEFT}.width')\n");
  const { status, stdout } = await vprog(['run', join(folder, 'left.vprog')], { home });
  expect(stdout).toMatch(/error VP710 .*--input LEFT=PATH/);
  expect(status).toBe(2);
});

test('a line of run --ndjson that asks for what this version does not know', async () => {
  const line = JSON.stringify({ id: 'a', text: width, scenes: { IMAGE: 'cat.json' } });
  expect(await answersTo('run', line)).toEqual({ id: 'a', error: expect.stringMatching(/^Line 1 .*"scenes"/) });
});
