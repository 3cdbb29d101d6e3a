import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelCard } from '@vprog/language';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { providers, unsupported } from '../../devices/providers.ts';
import { wholePicture } from '../../images/picture.ts';
import { makePixels } from '../../images/pixels.ts';
import { bundledCards } from '../../store/cards.ts';
import { decodeMask } from './decoders/mask.ts';
import { OnnxEngine } from './engine.ts';
import { Sessions } from './sessions.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vprog-engine-'));
});
afterAll(() => rm(folder, { recursive: true }));

const selfie = bundledCards().find(card => card.id === 'selfie_segmentation')!;
const grey = (value: number) => wholePicture(makePixels(2, 2, new Uint8Array(12).fill(value)));

/** A graph of one node, `mask = Log(image)`, both of shape [1, 3, 2, 2]. */
const log =
  'CAg6WgoSCgVpbWFnZRIEbWFzayIDTG9nEgNsb2daHwoFaW1hZ2USFgoUCAESEAoCCAEKAggDCgIIAgoCCAJiHgoEbWFzaxIWChQIARIQCgIIAQoCCAMKAggCCgIIAkIECgAQDQ==';

async function cardFor(name: string, bytes: Uint8Array): Promise<ModelCard> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const fit = { kind: 'stretch', width: 2, height: 2 } as const;
  const input = { ...selfie.input, fit, scale: 1, mean: [9, 9, 9], std: [1, 1, 1] } as const;
  return { ...selfie, id: name, file: { path, sha256, bytes: bytes.length }, input };
}

test('a model file with one bit flipped is not loaded', async () => {
  const path = join(folder, 'flipped.onnx');
  await copyFile(selfie.file.path, path);
  const card = { ...selfie, file: { ...selfie.file, path } };
  await expect(new OnnxEngine().outputs(card, grey(1), ['cpu'])).resolves.toBeDefined();
  const bytes = await readFile(path);
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(path, bytes);
  await expect(new OnnxEngine().outputs(card, grey(1), ['cpu'])).rejects.toMatchObject({
    code: 'VP503',
    message: expect.stringContaining(path),
  });
  await rm(path);
  await expect(new OnnxEngine().outputs(card, grey(1), ['cpu'])).rejects.toMatchObject({
    code: 'VP502',
    message: expect.stringContaining(path),
  });
});

test('numbers that are none are an error, and an error is not remembered', async () => {
  const card = await cardFor('log.onnx', Buffer.from(log, 'base64'));
  const engine = new OnnxEngine();
  const failure = { code: 'VP504', message: expect.stringContaining('NaN') };
  await expect(engine.outputs(card, grey(8), ['cpu'])).rejects.toMatchObject(failure);
  await expect(engine.outputs(card, grey(8), ['cpu'])).rejects.toMatchObject(failure);
  const raw = await engine.outputs(card, grey(10), ['cpu']);
  expect([...raw.outputs.mask!.data]).toEqual(Array(12).fill(0));
  const decoder = { kind: 'mask', mask: 'mask', threshold: 0.5 } as const;
  expect(() => decodeMask(decoder, raw, { width: 2, height: 2 })).toThrow(expect.objectContaining({ code: 'VP504' }));
});

test('what is no model, or lacks what its card names, is an error', async () => {
  const noModel = await cardFor('no.onnx', Buffer.from('no model at all'));
  const engine = new OnnxEngine();
  const code = { code: 'VP504' };
  await expect(engine.outputs(noModel, grey(1), ['cpu'])).rejects.toMatchObject(code);
  const card = await cardFor('log.onnx', Buffer.from(log, 'base64'));
  const noOutput = { ...card, decoder: { kind: 'mask', mask: 'alpha', threshold: 0.5 } } as const;
  await expect(engine.outputs(noOutput, grey(10), ['cpu'])).rejects.toMatchObject(code);
  const noInput = { ...card, input: { ...card.input, name: 'picture' } };
  await expect(engine.outputs(noInput, grey(10), ['cpu'])).rejects.toMatchObject(code);
});

test('where a session cannot be built, the next provider is taken and the user is told once', async () => {
  const absent = providers.find(provider => unsupported(provider) !== undefined)!;
  const engine = new OnnxEngine();
  const first = await engine.outputs(selfie, grey(1), [absent, 'cpu']);
  expect(first.provider).toBe('cpu');
  expect(first.warnings).toEqual([expect.stringMatching(/cannot be loaded on .* CPU is used/)]);
  const second = await engine.outputs(selfie, grey(2), [absent, 'cpu']);
  expect([second.provider, second.warnings]).toEqual(['cpu', []]);
  expect(engine.expectedProvider(selfie, [absent, 'cpu'])).toBe('cpu');
});

test('equal questions at the same time run the model once', async () => {
  const engine = new OnnxEngine();
  const [first, second] = await Promise.all([1, 2].map(() => engine.outputs(selfie, grey(3), ['cpu'])));
  expect(second!.outputs.mask!.data).toBe(first!.outputs.mask!.data);
});

test('models above the memory budget push each other out and still answer', async () => {
  const engine = new OnnxEngine(new Sessions(1000), 1);
  const others = bundledCards().filter(card => card.capability === 'faces');
  for (const card of [selfie, ...others, selfie, ...others]) {
    const { outputs } = await engine.outputs(card, grey(4), ['cpu']);
    expect(Object.values(outputs).every(output => output.data.length > 0)).toBe(true);
  }
});
