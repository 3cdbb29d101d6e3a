import { expect, test } from 'vitest';
import type { PictureResult, Step, Trace, Value } from '../protocol.ts';
import { renderRationale } from './render.ts';

const range = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 9 } });
const pixels = async (_id: string, maxWidth: number, maxHeight: number): Promise<PictureResult> => ({
  width: maxWidth,
  height: maxHeight,
  data: 'AAAA',
});

const photo = { width: 640, height: 480, sha256: 'a'.repeat(64), id: 'photo' };
const cut = { width: 200, height: 100, sha256: 'b'.repeat(64), id: 'cut' };
const image = (value: typeof photo): Value => ({ type: 'image', value, repr: 'Image' });
const dog = { box: [10, 20, 110, 220], category: 'dog', score: 0.914 } as const;

const step = (index: number, more: Partial<Step>): Step => ({
  index,
  key: `key${index}`,
  line: index + 3,
  range: range(index + 3),
  text: 'written text',
  name: `V${index}`,
  module: 'LOC',
  args: [],
  ms: 12.3,
  modelMs: 0,
  cached: false,
  warnings: [],
  ...more,
});

const trace: Trace = {
  version: 1,
  file: '/home/me/my programs/dogs & cats.vprog',
  sha256: 'c'.repeat(64),
  cell: 0,
  question: 'Is <b>1 & 2</b> "dogs"?',
  inputs: [{ name: 'IMAGE', path: '/home/me/dog.jpg', sha256: 'd'.repeat(64), width: 640, height: 480 }],
  steps: [
    step(0, {
      args: [
        { name: 'image', source: 'IMAGE', value: image(photo) },
        { name: 'object', source: "'dog'", value: { type: 'str', value: 'dog', repr: "'dog'" } },
      ],
      output: { type: 'list', value: [{ type: 'object', value: dog, repr: 'Object(...)' }], repr: '[Object(...)]' },
      picture: { image: photo, shapes: [{ box: [10, 20, 110, 220], label: 'dog', score: 0.914 }] },
      ms: 84,
      modelMs: 71,
      model: { id: 'nanodet', sha256: 'e'.repeat(64) },
      provider: 'cpu',
    }),
    step(1, {
      module: 'CROP',
      args: [{ name: 'image', source: 'IMAGE', value: image(photo) }],
      output: image(cut),
      picture: { image: cut, shapes: [], source: { image: photo, box: [10, 20, 210, 120] } },
      warnings: ['Nothing was found to crop by, so the <whole> picture was kept.'],
      cached: true,
    }),
    step(2, {
      module: 'EVAL',
      args: [{ name: 'expr', source: "'{N} > 1'", value: { type: 'bool', value: true, repr: 'True' } }],
      output: { type: 'bool', value: true, repr: 'True' },
    }),
    step(3, {
      error: {
        code: 'VP704',
        name: 'index-error',
        severity: 'error',
        message: 'list index out of range',
        exception: 'IndexError',
        range: range(6),
      },
    }),
  ],
  stdout: '',
  ok: false,
  error: { code: 'VP704', name: 'index-error', severity: 'error', message: 'list index out of range', range: range(6) },
  expectations: [{ range: range(1), expected: 'yes', got: 'no', ok: false }],
  device: 'cpu',
  totals: { ms: 1234, modelMs: 71, steps: 4, cached: 1 },
};

/** The page's text, a line for each block. */
const textOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(
      /<\/?(?:span|a|b|i|code|td|title|meter|main|body|html|head|meta|g|text|image|rect|svg|figcaption)\b[^>]*>/g,
      ' ',
    )
    .replace(/<[^>]*>/g, '\n')
    .split('\n')
    .map(line => line.replace(/\s+/g, ' ').trim())
    .filter(line => line !== '')
    .join('\n');

test('reads from the question to the answer', async () => {
  expect(textOf(await renderRationale([trace], pixels))).toMatchInlineSnapshot(`
    "Is &lt;b&gt;1 &amp; 2&lt;/b&gt; &quot;dogs&quot;?
    Is &lt;b&gt;1 &amp; 2&lt;/b&gt; &quot;dogs&quot;?
    No answer
    /home/me/my programs/dogs &amp; cats.vprog · 4 steps in 1.2 s · models 71 ms · 1 cached · device cpu · IMAGE dog.jpg 640 × 480
    line 4 V0 = LOC ( image =IMAGE, object =&#39;dog&#39;) 84 ms, model 71 ms · nanodet on cpu
    V0 dog 0.91 dog 0.91 V0
    dog 0.91 10, 20, 110, 220
    line 5 V1 = CROP ( image =IMAGE) cached
    image=IMAGE image=IMAGE
    →
    V1, 200 × 100 V1, 200 × 100
    Nothing was found to crop by, so the &lt;whole&gt; picture was kept.
    line 6 V2 = EVAL ( expr =&#39;{N} &gt; 1&#39;) 12 ms
    True
    line 7 written text 12 ms
    VP704 IndexError: list index out of range
    line 2 expected: yes , got no"
  `);
});

test('is complete in itself: no script, no request', async () => {
  const page = await renderRationale([trace], pixels);
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).not.toMatch(/<script|<link|@import|url\(|\son\w+=/);
  const sources = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(match => match[1]!);
  expect(sources.every(source => /^(?:data:image\/jpeg;base64,|vscode:\/\/file\/|file:\/\/\/)/.test(source))).toBe(
    true,
  );
  expect(sources).toContain('vscode://file/home/me/my%20programs/dogs%20%26%20cats.vprog:4');
  expect(sources).toContain('file:///home/me/my%20programs/dogs%20%26%20cats.vprog');
});

test('escapes what programs and models say', async () => {
  const page = await renderRationale([trace], pixels);
  expect(page).toContain('<title>Is &lt;b&gt;1 &amp; 2&lt;/b&gt; &quot;dogs&quot;?</title>');
  expect(page).not.toContain('<b>1 &');
  expect(page).not.toContain('<whole>');
});

test('draws the boxes that were found and the rectangle that was cut', async () => {
  const page = await renderRationale([trace], pixels);
  expect(page).toContain('<rect class="shape best" x="10" y="20" width="100" height="200"/>');
  expect(page).toContain('<rect class="shape best" x="10" y="20" width="200" height="100"/>');
});

test('shows several cells, each with its own pictures', async () => {
  const page = await renderRationale([trace, { ...trace, cell: 1, question: 'And now?' }], pixels);
  expect(page.match(/<section/g)).toHaveLength(2);
  expect(page.match(/<li class="step/g)).toHaveLength(8);
  expect(page).toContain('id="cell-1-step-3"');
});

test('says where a picture is no longer at hand', async () => {
  const page = await renderRationale([trace], () => Promise.reject(new Error('gone')));
  expect(page).toContain('picture no longer at hand');
  expect(page).not.toContain('data:image');
});

test('an error before the first step is shown, and so is a run without a file', async () => {
  const error = { ...trace.error!, code: 'VP711', message: 'There is no image.' };
  const page = await renderRationale([{ ...trace, steps: [], error, file: 'C:\\me\\a.vprog' }], pixels);
  expect(textOf(page)).toContain('VP711 There is no image.');
  expect(page).toContain('vscode://file/C:/me/a.vprog:7');
  const { file, question, ...bare } = trace;
  expect(await renderRationale([bare], pixels)).toContain('<title>Visual program</title>');
});
