import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { homeDirs } from './home.ts';
import type { RunParams, StepEvent, Trace } from './protocol.ts';
import { runtimeFile } from './root.ts';
import { Runtime } from './runtime.ts';
import { marked, outline, photo, programOn, temporaryFolder } from './testing.ts';

// Whole runs with the bundled models on the example photos.

let home: Awaited<ReturnType<typeof temporaryFolder>>;
let runtime: Runtime;
beforeAll(async () => {
  home = await temporaryFolder();
  runtime = new Runtime(homeDirs({ VPROG_HOME: home.path }));
});
afterAll(() => home.remove());

const run = (picture: string | undefined, text: string, more: Partial<RunParams> = {}): Promise<Trace> =>
  runtime.run(programOn(picture, text, more));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(home.path, 'files', name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

const sheep = `# @question How many sheep?
# @expect RESULT >= 4

SHEEP = LOC(image=IMAGE, object='sheep')
FIRST = CROP(image=IMAGE, box=SHEEP)
N = COUNT(box=SHEEP)
FINAL = RESULT(var=N)
`;

describe('the cache', () => {
  test('a second run is all cached, in this process and from the disk in the next', async () => {
    const first = await run('sheep.jpg', sheep, { cache: true });
    expect(first.error).toBeUndefined();
    expect(outline(first)).toBe('SHEEP, FIRST, N, FINAL');
    expect(first.totals.modelMs).toBeGreaterThan(0);
    const second = await run('sheep.jpg', sheep);
    expect(outline(second)).toBe('SHEEP cached, FIRST cached, N cached, FINAL cached');
    expect(second.totals).toMatchObject({ modelMs: 0, steps: 4, cached: 4 });
    expect(second.result).toEqual(first.result);
    expect(second.steps.map(step => step.output)).toEqual(first.steps.map(step => step.output));
    expect(second.steps[0]).toMatchObject({ model: first.steps[0]!.model, provider: 'cpu' });
    const later = await new Runtime(homeDirs({ VPROG_HOME: home.path })).run(programOn('sheep.jpg', sheep));
    expect(outline(later)).toBe('SHEEP cached, FIRST, N, FINAL');
    expect(later.steps.map(step => step.output)).toEqual(first.steps.map(step => step.output));
  });

  test('an edit reruns the changed step and what depends on it, a comment nothing', async () => {
    await run('sheep.jpg', sheep);
    const edited = await run('sheep.jpg', sheep.replace('var=N', 'var=N + 1'));
    expect(outline(edited)).toBe('SHEEP cached, FIRST cached, N cached, FINAL');
    const commented = await run('sheep.jpg', sheep.replace('N = COUNT', '# how many\nN = COUNT'));
    expect(outline(commented)).toBe('SHEEP cached, FIRST cached, N cached, FINAL cached');
    const other = await run('sheep.jpg', sheep.replace("'sheep'", "'person'"));
    expect(other.steps.map(step => step.cached).slice(0, 3)).toEqual([false, false, false]);
  });

  test('a first run has computed each step, though another had the same value; so has an edited step', async () => {
    const text = "A = EVAL(expr='2 > 1')\nB = EVAL(expr='3 > 1')\nC = RESULT(var=A and B)\nD = RESULT(var=True)";
    expect(outline(await run(undefined, text))).toBe('A, B, C, D');
    expect(outline(await run(undefined, text))).toBe('A cached, B cached, C cached, D cached');
    const edited = await run(undefined, text.replace('3 > 1', '4 > 1'));
    expect(outline(edited)).toBe('A cached, B, C, D cached');
  });

  test('is not used where the run says so, nor for failures', async () => {
    expect((await run('sheep.jpg', sheep, { cache: false })).totals.cached).toBe(0);
    const failing = "A = LOC(image=IMAGE, object='sheep')\nB = EVAL(expr='{A}[99]')";
    expect(outline(await run('sheep.jpg', failing))).toMatch(/B VP704$/);
    expect(outline(await run('sheep.jpg', failing))).toBe('A cached, B VP704');
  });

  test('another picture of the same name is another input', async () => {
    const make = (red: number) =>
      sharp({ create: { width: 64, height: 48, channels: 3, background: { r: red, g: 0, b: 0 } } })
        .png()
        .toBuffer();
    const text = 'A = CROP_LEFTOF(image=IMAGE, box=[10, 10, 20, 20])';
    const path = await file('changes.png', await make(10));
    const params = { inputs: { IMAGE: path } };
    const [first, again] = [await run(undefined, text, params), await run(undefined, text, params)];
    expect([first.totals.cached, again.totals.cached]).toEqual([0, 1]);
    await file('changes.png', await make(200));
    const changed = await run(undefined, text, params);
    expect(changed.totals.cached).toBe(0);
    expect(changed.inputs[0]!.sha256).not.toBe(first.inputs[0]!.sha256);
  });
});

describe('the trace', () => {
  const valid = new Ajv2020({ allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(runtimeFile('trace.schema.json'), 'utf8')),
  );

  test.each([
    ['sheep.jpg', sheep],
    [
      'officer.jpg',
      "A = SEG(image=IMAGE)\nB = SELECT(image=IMAGE, object=A, query='person', category=None)\nC = BGBLUR(image=IMAGE, object=B)",
    ],
    ['sign.jpg', 'A = READ(image=IMAGE)\nB = EVAL(expr="[{A}, 10 ** 30, 1e999, None, {\'a\': (1.5, True)}, {1}]")'],
    ['dog.jpg', "A = VQA(image=IMAGE, question='?')"],
    ['dog.jpg', 'A = LOC(image=IMAGE, object=)'],
    ['dog.jpg', ''],
    ['nowhere.jpg', sheep],
  ])('of a run on %s fits its schema (%#)', async (picture, text) => {
    const trace = await run(picture, text);
    expect(valid(JSON.parse(JSON.stringify(trace))), JSON.stringify(valid.errors)).toBe(true);
    expect(valid({ ...trace, extra: 1 })).toBe(false);
  });

  test('says what every step took, gave and cost', async () => {
    const trace = await run('sheep.jpg', sheep, { cache: false });
    expect(trace).toMatchObject({
      version: 1,
      cell: 0,
      question: 'How many sheep?',
      ok: true,
      device: 'cpu',
      stdout: '',
    });
    expect(trace.inputs).toMatchObject([{ name: 'IMAGE', width: 1024, height: 498 }]);
    const [loc, crop, count] = trace.steps;
    expect(loc).toMatchObject({ index: 0, line: 3, text: "SHEEP = LOC(image=IMAGE, object='sheep')", module: 'LOC' });
    expect(loc!.args).toMatchObject([
      { name: 'image', source: 'IMAGE', value: { type: 'image' } },
      { name: 'object', source: "'sheep'", value: { type: 'str', value: 'sheep', repr: "'sheep'" } },
    ]);
    expect(loc!.picture?.shapes.length).toBe(count!.output!.value);
    expect(loc!.ms).toBeGreaterThanOrEqual(loc!.modelMs);
    expect(crop!.picture?.source?.image.id).toBe((loc!.args[0]!.value.value as { id: string }).id);
    const [x1, y1, x2, y2] = crop!.picture!.source!.box;
    expect(crop!.picture!.image).toMatchObject({ width: x2 - x1, height: y2 - y1 });
    expect(new Set(trace.steps.map(step => step.key)).size).toBe(4);
  });

  test('streams a begin and an end for each step', async () => {
    const events: string[] = [];
    const onStep = ({ phase, step }: StepEvent) => events.push(`${phase} ${step.name} ${step.output?.type ?? '-'}`);
    await runtime.run(programOn('sheep.jpg', sheep), { onStep });
    expect(events.slice(0, 4)).toEqual(['begin SHEEP -', 'end SHEEP list', 'begin FIRST -', 'end FIRST image']);
  });
});

describe('what goes wrong is one error at its place, and earlier steps stay', () => {
  const rows: readonly (readonly [what: string, text: string, outline: string, code: string, marked: string])[] = [
    [
      'an index',
      "A = LOC(image=IMAGE, object='dog')\nB = EVAL(expr='1 + {A}[99][0]')\nC = RESULT(var=B)",
      'A, B VP704',
      'VP704',
      '{A}[99]',
    ],
    [
      'no model',
      "A = CROP(image=IMAGE, box=[1, 1, 9, 9])\nB = VQA(image=A, question='?')",
      'A, B VP501',
      'VP501',
      "B = VQA(image=A, question='?')",
    ],
    [
      'a box outside',
      'A = CROP(image=IMAGE, box=[600, 600, 700, 700])',
      'A VP707',
      'VP707',
      'A = CROP(image=IMAGE, box=[600, 600, 700, 700])',
    ],
    ['a word without a text', 'A = CROP(image=IMAGE, box=[1, 1, 9, 9])\nB = LOC(image=A, object=)', '', 'VP', ''],
    ['an unknown module', 'A = DETECT(image=IMAGE)', '', 'VP201', 'DETECT'],
    ['no picture', 'A = COUNT(box=[1])\nB = SEG(image=LEFT)', '', 'VP710', 'LEFT'],
    ['no step', '# only a comment\n', '', 'VP720', ''],
  ];
  test.each(rows)('%s', async (_, text, steps, code, place) => {
    const trace = await run('dog.jpg', text, { cache: false });
    expect(trace.ok).toBe(false);
    expect(outline(trace)).toBe(steps);
    expect(trace.error?.code).toMatch(new RegExp(`^${code}`));
    if (place !== '') expect(marked(text, trace.error)).toBe(place);
    if (steps !== '') expect(trace.steps.at(-1)?.error).toEqual(trace.error);
    expect(trace.result).toBeUndefined();
  });

  test('the device is told where a model answered, and there alone', async () => {
    const failing = "A = LOC(image=IMAGE, object='dog')\nB = EVAL(expr='{A}[99]')";
    expect((await run('dog.jpg', failing, { device: 'auto' })).device).toBe('cpu');
    expect(await run('dog.jpg', 'A = NOTHING()')).not.toHaveProperty('device');
    expect(await run(undefined, 'A = RESULT(var=1)')).not.toHaveProperty('device');
  });

  test('other cells do not matter', async () => {
    const text = '# %% good\nA = COUNT(box=[1, 2])\n# %% bad\nA = NOTHING(\n';
    expect(await run(undefined, text)).toMatchObject({ ok: true, result: { value: 2 } });
    expect(await run(undefined, text, { cell: 1 })).toMatchObject({
      ok: false,
      error: { range: { start: { line: 3 } } },
    });
    expect(await run(undefined, text, { cell: 7 })).toMatchObject({ ok: false, error: { code: 'VP720' } });
  });

  test('a phrase of 10,000 characters is a phrase', async () => {
    const trace = await run('dog.jpg', `A = LOC(image=IMAGE, object='${'x'.repeat(10_000)}')\nB = COUNT(box=A)`);
    expect(trace).toMatchObject({ ok: true, result: { value: 0 } });
    expect(trace.steps[0]!.warnings).toHaveLength(1);
    expect(trace.steps[0]!.warnings[0]!.length).toBeLessThan(500);
  });

  test('a configuration that cannot be read or is wrong names its file', async () => {
    for (const [content, code] of [
      ['{', 'VP520'],
      ['{"profile": "none"}', 'VP524'],
    ] as const) {
      const config = await file('config/vprog.json', content);
      const trace = await run('dog.jpg', sheep, { config });
      expect(trace).toMatchObject({ ok: false, steps: [], error: { code } });
      expect(trace.error!.message).toContain(`${config}:1:`);
    }
    const trace = await run('dog.jpg', sheep, { config: join(home.path, 'none.json') });
    expect(trace.error).toMatchObject({ code: 'VP520', message: expect.stringContaining('none.json') });
  });
});

describe('pictures', () => {
  const text = (path: string) => `# @image ${path}\nA = LOC(image=IMAGE, object='dog')`;
  /** A PNG whose header claims that many pixels on each side. */
  const claiming = async (side: number) => {
    const png = await pixel();
    png.writeUInt32BE(side, 16);
    png.writeUInt32BE(side, 20);
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
    return png;
  };
  const pixel = () =>
    sharp({ create: { width: 1, height: 1, channels: 3, background: '#f00' } })
      .png()
      .toBuffer();
  const rows: readonly (readonly [name: string, code: string, make: () => Promise<string | Uint8Array> | undefined])[] =
    [
      ['missing.jpg', 'VP711', () => undefined],
      ['text.jpg', 'VP712', async () => 'no picture'],
      [
        'truncated.jpg',
        'VP713',
        async () => (await readFile(runtimeFile('..', 'examples/photos/dog.jpg'))).subarray(0, 9000),
      ],
      ['huge.png', 'VP714', () => claiming(50_000)],
      ['drawing.svg', 'VP712', async () => '<svg xmlns="http://www.w3.org/2000/svg" width="99999" height="99999"/>'],
    ];
  test.each(rows)('%s is %s at its directive', async (name, code, make) => {
    const content = await make();
    if (content !== undefined) await file(name, content);
    const program = text(name);
    const trace = await run(undefined, program, { file: join(home.path, 'files/program.vprog') });
    expect(trace).toMatchObject({ ok: false, steps: [], error: { code } });
    expect(marked(program, trace.error)).toBe(name);
  });

  test('an input of the run wins over the directive, and its error stands at the first use', async () => {
    const program = text('missing.jpg');
    expect((await run('dog.jpg', program)).ok).toBe(true);
    const trace = await run('missing.jpg', program);
    expect(trace.error?.code).toBe('VP711');
    expect(marked(program, trace.error)).toBe('IMAGE');
  });

  test('one of a single pixel runs through every module that asks no model it lacks', async () => {
    const path = await file('pixel.png', await pixel());
    const program = [
      "A = LOC(image=IMAGE, object='dog')",
      "T = LOC(image=IMAGE, object='TOP')",
      ...['CROP', 'CROP_LEFTOF', 'CROP_RIGHTOF', 'CROP_ABOVE', 'CROP_BELOW'].map(
        name => `C_${name} = ${name}(image=IMAGE, box=A)`,
      ),
      'F = FACEDET(image=IMAGE)',
      'S = SEG(image=IMAGE)',
      'R = READ(image=IMAGE)',
      'B = BGBLUR(image=IMAGE, object=S)',
      'P = COLORPOP(image=IMAGE, object=S)',
      'G = TAG(image=IMAGE, object=S)',
    ].join('\n');
    const trace = await run(undefined, program, { inputs: { IMAGE: path } });
    expect(trace.error).toBeUndefined();
    expect(trace.result?.value).toMatchObject({ width: 1, height: 1 });
  });

  test('only those that the cell uses are read', async () => {
    const program = '# @image missing.jpg\nA = COUNT(box=[1, 2])';
    expect(await run(undefined, program)).toMatchObject({ ok: true, inputs: [] });
  });
});

test('a name that a step gave is no input', async () => {
  const text = 'IMAGE = CROP(image=LEFT, box=[0, 0, 10, 10])\nA = RESULT(var=IMAGE.width)';
  const trace = await run(undefined, text, { inputs: { LEFT: photo('dog.jpg') } });
  expect(trace.error).toBeUndefined();
  expect(trace.inputs.map(({ name }) => name)).toEqual(['LEFT']);
});

describe('limits', () => {
  const text = "A = RESULT(var='ab' * 100)\nB = RESULT(var=[A] * 100)\nC = RESULT(var=1)";
  test.each([
    ['statements', { statements: 2 }, 'A, B, C VP730'],
    ['seconds', { seconds: 1e-6 }, 'A VP730'],
    ['stringLength', { stringLength: 199 }, 'A VP730'],
    ['listLength', { listLength: 99 }, 'A, B VP730'],
    ['memoryMB', { memoryMB: 0.001 }, 'A, B VP730'],
  ])('%s', async (name, limits, steps) => {
    const config = await file(`limits-${name}/vprog.json`, JSON.stringify({ limits }));
    const trace = await run(undefined, text, { config, cache: false });
    expect(outline(trace)).toBe(steps);
    expect(trace.error?.message).toContain(`(\`limits.${name}\` in vprog.json)`);
  });

  test('megapixels and fileMB', async () => {
    const text = 'A = RESULT(var=IMAGE)';
    for (const [name, value] of [
      ['megapixels', 0.2],
      ['fileMB', 0.01],
    ] as const) {
      const config = await file(`limits-${name}/vprog.json`, JSON.stringify({ limits: { [name]: value } }));
      const trace = await run('dog.jpg', text, { config });
      expect(trace.error).toMatchObject({ code: 'VP714', message: expect.stringContaining(`limits.${name}`) });
    }
  });
});

test('a cancelled run keeps its steps and says no error', async () => {
  const controller = new AbortController();
  const onStep = ({ phase, step }: StepEvent) => {
    if (phase === 'end' && step.name === 'FIRST') controller.abort();
  };
  const trace = await runtime.run(programOn('sheep.jpg', sheep), { onStep, signal: controller.signal });
  expect(trace).toMatchObject({ ok: false, cancelled: true });
  expect(trace.error).toBeUndefined();
  expect(trace.steps.map(({ name }) => name)).toEqual(['SHEEP', 'FIRST']);
});

test('every example gives what it expects', async () => {
  const folder = runtimeFile('..', 'examples/photos');
  for (const name of (await readdir(folder)).filter(entry => entry.endsWith('.vprog'))) {
    const path = join(folder, name);
    const trace = await run(undefined, await readFile(path, 'utf8'), { file: path });
    expect(trace.error, name).toBeUndefined();
    expect(
      trace.expectations.every(({ ok }) => ok),
      name,
    ).toBe(true);
  }
});
