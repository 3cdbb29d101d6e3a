import { expect, test } from 'vitest';
import type { DistillResult } from '../protocol.ts';
import { renderReport } from './render.ts';
import { fallingLoss, flip, result } from './testing/result.ts';

const read = async () => new Uint8Array([0xff, 0xd8, 0xff]);
const render = (more: Partial<DistillResult> = {}) => renderReport({ ...result, ...more }, read);

/** The page's text, a line for each block. */
const textOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<\/?(?:span|b|i|strong|small|td|th|svg|rect|line|circle|polyline|image|text)\b[^>]*>/g, ' ')
    .replace(/<[^>]*>/g, '\n')
    .split('\n')
    .map(line => line.replace(/\s+/g, ' ').trim())
    .filter(line => line !== '')
    .join('\n');

test('says the verdict first, then the figures, how they were got and what they are over', async () => {
  const text = textOf(await render());
  const inOrder = [
    'Accepted',
    'Agreement with blazeface_back rises by 0.045',
    "The method's premise is a small teacher",
    'Agreement with the teacher',
    'agreement with blazeface_back 0.912 0.957 +0.045 +0.021 to +0.071',
    'over 240 held-out crops of 9 photos: an interval over crops, not over photos',
    'against boxes drawn by hand 0.871 0.893 +0.022 −0.006 to +0.049',
    'pictures without faces',
    'a drop refuses only if its interval excludes zero',
    'Loss while training',
    'Right before, wrong now (1)',
    'chelsea.jpg',
    'Wrong before, right now (1)',
    'officer.jpg',
    '700 crops to train on, 240 held out',
    '1 min 4 s',
  ];
  const places = inOrder.map(part => text.indexOf(part));
  expect(Object.fromEntries(inOrder.map((part, index) => [part, places[index]! >= 0]))).toEqual(
    Object.fromEntries(inOrder.map(part => [part, true])),
  );
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test.each([
  [{ accepted: true, version: 'blazeface_front@2' }, 'Kept as blazeface_front@2.'],
  [{ accepted: false, version: null }, 'The version from before stays in force.'],
])('%j: what is in force', async (more, sentence) => {
  expect(await render(more)).toContain(sentence);
});

test('a teacher that is not the larger model needs no remark', async () => {
  expect(await render({ sizes: { student: 9, teacher: 9 } })).not.toContain('premise');
});

test.each([
  [{ after: 0.84, low: -0.05, high: -0.01 }, 'the student took over mistakes of its teacher'],
  [{ after: 0.84, low: -0.05, high: 0.01 }, 'the student may have taken over mistakes'],
])('truth %j that falls while agreement rises is said aloud', async (more, sentence) => {
  expect(await render({ truth: { ...result.truth!, ...more } })).toContain(sentence);
  expect(await render()).not.toContain(sentence);
});

test('data without boxes drawn by hand: the page says that agreement is all that there is', async () => {
  const { truth: _, ...bare } = result;
  expect(await renderReport(bare, read)).toContain('no boxes drawn by hand');
});

test('is complete in itself: no script, no request', async () => {
  const page = await render();
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).not.toMatch(/<script|<link|@import|url\(|\son\w+=/);
  const sources = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(match => match[1]!);
  expect(sources).toEqual(Array(2).fill('data:image/jpeg;base64,/9j/'));
});

test('can be read without eyes: every table has a caption, every picture words, every heading its level', async () => {
  const page = await render();
  const number = (pattern: RegExp) => page.match(pattern)?.length ?? 0;
  expect(number(/<caption>/g)).toBe(number(/<table>/g));
  expect(number(/<svg [^>]*(?:aria-label(?:ledby)?="[^"]+"|aria-hidden="true")/g)).toBe(number(/<svg /g));
  expect(page).toMatch(/<svg [^>]*aria-labelledby="loss-title loss-description"[^>]*>\s*<title id="loss-title">/);
  expect(page).toContain(
    'aria-label="A crop of officer.jpg. teacher: 1 box (0.91); before: nothing; after: 1 box (0.71)."',
  );
  const levels = [...page.matchAll(/<h(\d)/g)].map(match => Number(match[1]));
  expect(levels[0]).toBe(1);
  for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
});

test('draws the boxes of teacher, before and after, each in its own way', async () => {
  const both = { ...flip, before: [{ box: [10, 20, 30, 60], score: 0.5 }] } as const;
  const page = await render({ flips: [both] });
  expect(page).toContain('<rect class="box teacher" x="40" y="30" width="70" height="70"/>');
  expect(page).toContain('<rect class="box before" x="10" y="20" width="20" height="40"/>');
  expect(page).toContain('<rect class="box after" x="42" y="31" width="70" height="72"/>');
  for (const letter of ['T 0.91', 'B 0.50', 'A 0.71']) expect(page).toContain(`>${letter}</text>`);
});

test('escapes what files, models and reasons are called', async () => {
  const hostile = '"><img src=x onerror=alert(1)>\'&<script>.jpg';
  const page = await render({
    reason: hostile,
    job: hostile,
    capability: hostile,
    student: { id: hostile, sha256: hostile },
    teacher: { id: hostile, sha256: hostile },
    data: { ...result.data, name: hostile, sha256: hostile },
    metric: { ...result.metric, name: hostile },
    truth: { ...result.truth!, name: hostile },
    retention: [{ ...result.retention[0]!, set: hostile, rule: hostile, name: hostile }],
    losses: fallingLoss(40, 4).map(point => ({ ...point, parts: { ...point.parts, [hostile]: 1 } })),
    flips: [{ ...flip, photo: hostile, picture: hostile }],
    version: hostile,
  });
  expect(page).not.toMatch(/<img|<script|onerror=alert\(1\)>/);
  expect(page).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;&lt;script&gt;.jpg');
});

test('says where a picture is no longer at hand, and how many changes are not shown', async () => {
  const page = await renderReport({ ...result, flipped: 30 }, () => Promise.reject(new Error('gone')));
  expect(page).toContain('officer.jpg (picture no longer at hand)');
  expect(page).not.toContain('data:image');
  expect(page).toContain('2 of them are shown');
});

test('nothing changed, nothing trained, no times: a page all the same', async () => {
  const text = textOf(await render({ flips: [], flipped: 0, losses: [], retention: [], stages: [] }));
  expect(text).toContain('Nothing was trained');
  expect(text).toContain('On no held-out crop');
  expect(text).toContain('Nothing was measured beside the target');
});

test.each([
  ['one measurement', [{ step: 1, loss: 0.5, parts: {} }]],
  ['numbers that are none', [{ step: 1, loss: Number.NaN, parts: { a: Number.NaN, b: Number.POSITIVE_INFINITY } }]],
  ['equal numbers', [1, 2, 3].map(step => ({ step, loss: 0.5, parts: { a: 0, b: 0.5 } }))],
  ['a long training', fallingLoss(50_000, 5)],
])('%s: a curve without a place that is no number', async (_, losses) => {
  const page = await render({ losses });
  expect(page).not.toMatch(/="[^"]*(?:NaN|Infinity|undefined)/);
  for (const [, points] of page.matchAll(/<polyline [^>]*points="([^"]*)"/g)) {
    expect(points!.split(' ').length).toBeLessThanOrEqual(150);
  }
});
