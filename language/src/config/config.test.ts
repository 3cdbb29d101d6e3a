import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ModelCard } from '../model-card.ts';
import type { Problem } from '../problem.ts';
import { describeModel } from './describe.ts';
import { environmentFor, resolveEnvironment } from './environment.ts';
import { parseConfig, parseModelCard } from './parse.ts';
import { configSchema } from './schema.ts';

const card: ModelCard = {
  id: 'nanodet',
  title: 'NanoDet',
  capability: 'detect',
  file: { path: 'nanodet.onnx', sha256: 'a'.repeat(64), bytes: 15_272_079 },
  licence: { spdx: 'Apache-2.0', copyright: 'Somebody', source: 'https://example.org' },
  goodFor: 'Large things.',
  limits: 'Small things.',
  labels: ['dog', 'cat'],
  input: {
    name: 'image',
    layout: 'NCHW',
    channels: 'RGB',
    fit: { kind: 'letterbox', width: 416, height: 416 },
    scale: 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  },
  decoder: { kind: 'boxes', scores: 'scores', boxes: 'boxes', threshold: 0.4, nms: 0.5 },
};
const named = (id: string, capability: ModelCard['capability']): ModelCard => ({ ...card, id, capability });
const cards = [
  card,
  named('blazeface_front', 'faces'),
  named('selfie_segmentation', 'segment'),
  named('ppocr-v4-rec', 'read'),
  named('ppocr-v4-det', 'read'),
];

const where = (text: string, problems: readonly Problem[]) =>
  problems.map(({ code, span, message }) => `${code} ${text.slice(span.start, span.end)}: ${message}`);

describe('parseConfig', () => {
  test('reads comments, trailing commas and the short form of a binding', () => {
    const { config, problems } = parseConfig(`{
      // ours
      "profile": "mine",
      "profiles": { "mine": { "extends": "photos", "bindings": { "detect": "other", "read": { "model": "x", "parameters": { "threshold": 0.2 } } }, }, },
    }`);
    expect(problems).toEqual([]);
    expect(config?.profile).toBe('mine');
    expect(config?.profiles.get('mine')).toEqual({
      extends: 'photos',
      bindings: { detect: { model: 'other' }, read: { model: 'x', parameters: { threshold: 0.2 } } },
    });
  });

  test.each([
    ['', ['VP520 : This is not valid JSON: value expected.']],
    ['{ "profile": ', ['VP520 : This is not valid JSON: value expected.']],
    ['[]', ['VP521 []: The file must be an object.']],
    ['{ "profile": 3 }', ['VP521 3: `profile` must be a text.']],
    ['{ "versions": { "nanodet": "2" } }', ['VP521 "2": `nanodet` must be a number.']],
    ['{ "versions": { "nanodet": 1.5 } }', ['VP521 1.5: `nanodet` must be a whole number.']],
    ['{ "versions": { "nanodet": -1 } }', ['VP521 -1: `nanodet` must be at least 0.']],
    ['{ "versions": 2 }', ['VP521 2: `versions` must be an object.']],
    ['{ "profil": "x" }', ['VP522 "profil": There is no setting `profil` here; it is ignored.']],
    [
      '{ "profiles": { "a": { "bindings": { "detect": 3 } } } }',
      ["VP521 3: `detect` must be a model's id, or an object with the setting `model`."],
    ],
    [
      '{ "profiles": { "a": { "bindings": { "detect": { "modl": "x" } } } } }',
      ['VP521 {: `model` is missing here.', 'VP522 "modl": There is no setting `modl` here; it is ignored.'],
    ],
    ['{ "profiles": { "a": { "semantics": "python" } } }', ['VP521 "python": `semantics` must be "vprog".']],
    [
      `{ "models": { "m": ${JSON.stringify({ ...card, id: undefined, decoder: { kind: 'magic' } })} } }`,
      ['VP521 "magic": `kind` is none that VProg knows.'],
    ],
    [
      `{ "models": { "m": ${JSON.stringify({ ...card, id: undefined, file: { ...card.file, sha256: 'abc' } })} } }`,
      ['VP521 "abc": `sha256` must be a SHA-256 sum: 64 hexadecimal digits in lower case.'],
    ],
    [
      `{ "models": { "m": ${JSON.stringify({ ...card, id: undefined, decoder: { ...card.decoder, threshold: 7 } })} } }`,
      ['VP521 7: `threshold` must be at most 1.'],
    ],
  ])('%s', (text, expected) => {
    expect(where(text, parseConfig(text).problems)).toEqual(expected);
  });

  test('reads which versions of models answer', () => {
    const { config, problems } = parseConfig('{ "versions": { "nanodet": 2, "blazeface_front": 0 } }');
    expect(problems).toEqual([]);
    expect(config?.versions).toEqual({ nanodet: 2, blazeface_front: 0 });
  });

  test('keeps what is right beside an unknown setting', () => {
    expect(parseConfig('{ "profile": "photos", "colour": "red" }').config?.profile).toBe('photos');
  });

  test('names that JavaScript gives a meaning are plain names', () => {
    const text = '{ "profile": "constructor", "profiles": { "valueOf": { "extends": "toString" } } }';
    const { config } = parseConfig(text);
    const { environment, problems } = resolveEnvironment({ cards, config: config!, present: () => true });
    expect(where(text, problems)).toEqual([
      'VP524 "toString": There is no profile `toString` to extend.',
      'VP524 "constructor": There is no profile `constructor`; there is `photos`, `valueOf`.',
    ]);
    expect(environment.profile.name).toBe('photos');
  });
});

describe('parseModelCard', () => {
  test('gives back what was written', () => {
    expect(parseModelCard(JSON.stringify(card))).toEqual({ card, problems: [] });
  });

  test('says what is missing', () => {
    const { labels: _, input: __, ...rest } = card;
    const { card: none, problems } = parseModelCard(JSON.stringify(rest));
    expect(none).toBeUndefined();
    expect(problems.map(({ message }) => message)).toEqual(['`input` is missing here.']);
  });

  test('says what the decoder needs of the card', () => {
    const { labels: _, ...rest } = card;
    const { card: none, problems } = parseModelCard(JSON.stringify(rest));
    expect(none).toBeUndefined();
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining('needs `labels`')]);
  });
});

describe('resolveEnvironment', () => {
  const resolve = (text: string, profileName?: string) => {
    const { config } = parseConfig(text);
    const resolved = resolveEnvironment({
      cards,
      config: config!,
      present: ({ id }) => id !== 'ppocr-v4-det',
      ...(profileName === undefined ? {} : { profileName }),
    });
    return { ...resolved, where: where(text, resolved.problems) };
  };

  test('binds the bundled models where nothing is configured', () => {
    const { environment, problems } = resolve('{}');
    expect(problems).toEqual([]);
    expect(environment.models.detect).toEqual({ binding: { model: 'nanodet' }, card, present: true });
    expect(environment.models.answer).toBeUndefined();
  });

  test('a model is there only with its parts', () => {
    const { environment } = resolve('{}');
    expect(environment.models.read).toMatchObject({ present: false, parts: { regions: { id: 'ppocr-v4-det' } } });
  });

  test('a profile takes over what it extends, and no more', () => {
    const { environment } = resolve(
      '{ "profile": "a", "profiles": { "a": { "extends": "b", "bindings": { "detect": { "model": "nanodet", "parameters": { "threshold": 0.2 } } } }, "b": { "bindings": { "faces": "blazeface_front" } } } }',
    );
    expect(environment.profile.bindings).toEqual({
      faces: { model: 'blazeface_front' },
      detect: { model: 'nanodet', parameters: { threshold: 0.2 } },
    });
    expect(environmentFor(environment, 'b').models.detect).toBeUndefined();
    expect(environmentFor(environment, 'nowhere').profile.name).toBe('a');
  });

  test('a profile of a bundled name changes the bundled one', () => {
    const { environment } = resolve('{ "profiles": { "photos": { "bindings": { "detect": "nanodet" } } } }');
    expect(Object.keys(environment.models).sort()).toEqual(['detect', 'faces', 'read', 'segment']);
  });

  test('the name that is asked for wins', () => {
    const { environment } = resolve('{ "profile": "photos", "profiles": { "none": {} } }', 'none');
    expect(environment.profile.name).toBe('none');
    expect(environment.models).toEqual({});
  });

  test.each([
    ['{ "profile": "nowhere" }', ['VP524 "nowhere": There is no profile `nowhere`; there is `photos`.']],
    [
      '{ "profiles": { "a": { "bindings": { "detect": "nanodett" } } } }',
      ['VP523 "nanodett": There is no model `nanodett`; for `detect` there is `nanodet`.'],
    ],
    [
      '{ "profiles": { "a": { "bindings": { "answer": "vilt" } } } }',
      ['VP523 "vilt": There is no model `vilt`; declare it under `models`.'],
    ],
    [
      '{ "profiles": { "a": { "bindings": { "read": "nanodet" } } } }',
      ['VP525 "nanodet": The model `nanodet` is made for `detect`, not for `read`.'],
    ],
    [
      '{ "profiles": { "a": { "bindings": { "detect": "nanodett" } }, "b": { "extends": "a" } } }',
      ['VP523 "nanodett": There is no model `nanodett`; for `detect` there is `nanodet`.'],
    ],
    [
      '{ "profiles": { "a": { "bindings": { "detect": { "model": "nanodet", "parameters": { "treshold": 0.3, "nms": 5 } } } } } }',
      ['VP521 5: `nms` must be at most 1.', 'VP522 0.3: There is no setting `treshold` here; it is ignored.'],
    ],
    ['{ "versions": { "nanodet": 1, "nanodett": 2 } }', ['VP523 2: There is no model `nanodett` to have versions.']],
    [
      '{ "profiles": { "a": { "extends": "a" } } }',
      ['VP521 "a": `a` is this profile or extends it already; a profile cannot extend itself.'],
    ],
  ])('%s', (text, expected) => expect(resolve(text).where).toEqual(expected));

  test('profiles that extend one another are reported and end', () => {
    const { where: found } = resolve('{ "profiles": { "a": { "extends": "b" }, "b": { "extends": "a" } } }');
    expect(found).toHaveLength(2);
    expect(found[0]).toContain('a profile cannot extend itself');
  });
});

test('a model is described with its size, licence and what it cannot do', () => {
  const text = describeModel({
    binding: { model: 'nanodet', parameters: { threshold: 0.3 } },
    card,
    present: false,
  });
  for (const part of [
    'NanoDet',
    '15.3 MB',
    'Apache-2.0',
    'Large things.',
    'Small things.',
    'threshold 0.3',
    'not on disk',
  ]) {
    expect(text).toContain(part);
  }
});

// After a change of the schema: npx vitest run language/src/config -u
test('the schema that editors use is this one', async () => {
  const schema = { $id: 'vprog.schema.json', ...z.toJSONSchema(configSchema, { target: 'draft-7', io: 'input' }) };
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../vprog.schema.json');
});
