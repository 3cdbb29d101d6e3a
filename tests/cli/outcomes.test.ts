import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { photos, temporaryFolder, vprog } from './vprog.ts';

const folder = temporaryFolder();
const home = join(folder, 'home');
const program = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('the line that sums a run up', () => {
  test('names no device where no model was asked, and one step as one', async () => {
    const { stdout } = await vprog(['run', program('one.vprog', "N = EVAL(expr='1')\n")], { home });
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^1 step in \d+ ms \(models 0 ms\)$/);
  });

  test('names the device of the models', async () => {
    const text = `# @image ${photos}/dog.jpg\nB = LOC(image=IMAGE, object='dog')\nN = COUNT(box=B)\n`;
    const { stdout } = await vprog(['run', program('two.vprog', text), '--device', 'cpu', '--no-cache'], { home });
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^2 steps in \d+ ms \(models \d+ ms\) on cpu$/);
  });
});

test('a failed expectation stands at its place, each once', async () => {
  const file = program('expect.vprog', "# @expect 3\n# @expect 2\n# @expect N > 5\nN = EVAL(expr='1 + 1')\n");
  const { status, stdout } = await vprog(['run', file], { home });
  const lines = stdout.split('\n').filter(line => line.includes('VP790'));
  expect(lines).toEqual([
    `${file}:1:11 error VP790 Expected 3, but got 2.`,
    expect.stringMatching(/expect\.vprog:3:11 error VP790 Expected N > 5, but got .*\.$/),
  ]);
  expect(status).toBe(1);
});

test('--out saves every picture, also where they are more than the runtime remembers', async () => {
  await sharp({ create: { width: 5000, height: 5000, channels: 3, background: '#4080c0' } })
    .jpeg()
    .toFile(join(folder, 'large.jpg'));
  // Each TAG makes 75 MB of pixels.
  const steps = Array.from({ length: 8 }, (_, i) => [
    `C${i} = CROP(image=IMAGE, box=[[0, 0, 4000, ${4000 - 9 * i}]])`,
    `T${i} = TAG(image=C${i}, object=NONE)`,
  ]).flat();
  const text = ['# @image large.jpg', "NONE = LOC(image=IMAGE, object='dog')", ...steps].join('\n');
  const out = join(folder, 'many');
  const { stderr, status } = await vprog(['run', program('many.vprog', text), '--json', '--out', out], { home });
  expect({ stderr, status }).toEqual({ stderr: `Saved the steps' pictures in ${out}.\n`, status: 0 });
  expect(readdirSync(out)).toHaveLength(17);
});

test('--out goes on where one picture cannot be written', async () => {
  const out = join(folder, 'blocked');
  mkdirSync(join(out, '0-00-A.png'), { recursive: true });
  const text = `# @image ${photos}/dog.jpg\nA = CROP(image=IMAGE, box=[[0, 0, 50, 50]])\nB = CROP(image=IMAGE, box=[[0, 0, 60, 60]])\n`;
  const { stdout, stderr, status } = await vprog(['run', program('blocked.vprog', text), '--out', out], { home });
  expect(stderr).toMatch(/^Cannot write .*0-00-A\.png: it is a folder\.\n/);
  expect(stderr.trim().split('\n')).toHaveLength(2);
  expect(stdout).toMatch(/^Result: \d+x\d+ picture$/m);
  expect(readFileSync(join(out, '0-01-B.png')).length).toBeGreaterThan(0);
  expect(status).toBe(2);
});

describe('models', () => {
  const own = join(folder, 'own');
  mkdirSync(join(own, 'below'), { recursive: true });
  const card = {
    ...JSON.parse(readFileSync(join(import.meta.dirname, '../../runtime/models/nanodet/card.json'), 'utf8')),
  };
  delete card.id;
  card.file.path = 'mine.onnx';
  writeFileSync(join(own, 'vprog.json'), JSON.stringify({ models: { mine: card } }));

  test.each(['list', 'verify', 'licenses'])('%s reads the vprog.json of the working directory', async name => {
    const { stdout, stderr } = await vprog(['models', name], { home, cwd: join(own, 'below') });
    expect(stdout).toMatch(/^mine /m);
    if (name === 'verify') expect(stderr).toContain('mine');
  });

  test('a configuration with errors is told of', async () => {
    const config = program('broken.json', '{ "profile": 5 }');
    const { status, stdout, stderr } = await vprog(['models', 'list', '--config', config], { home });
    expect(stderr).toMatch(/broken\.json:1:\d+ error VP52/);
    expect(stdout).toMatch(/^nanodet /m);
    expect(status).toBe(1);
  });
});

describe('test with a file that cannot be read', () => {
  const good = program('good.vprog', "# @expect 2\nN = EVAL(expr='1 + 1')\n");
  const none = join(folder, 'none.vprog');

  test('counts it beside the tally: exit status 2', async () => {
    const { status, stdout, stderr } = await vprog(['test', none, good], { home });
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('1 passed, 0 failed, 1 file not read');
    expect(stderr).toContain(`Cannot read ${none}`);
    expect(status).toBe(2);
  });

  test('the JUnit report has it as an error', async () => {
    const report = join(folder, 'report.xml');
    await vprog(['test', none, good, '--junit', report], { home });
    const xml = readFileSync(report, 'utf8');
    expect(xml).toMatch(/<testsuite name="[^"]*none\.vprog" tests="1" failures="0" errors="1">/);
    expect(xml).toMatch(/<error message="Cannot read [^"]*"\/>/);
    expect(xml).toMatch(/<testsuite name="[^"]*good\.vprog" tests="1" failures="0" errors="0">/);
  });
});
