import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { ModelCard } from '@vprog/language';
import { readModel, tensorOf, valuesOf, writeModel } from '@vprog/onnx';
import { bundledCards, decodeFile, OnnxEngine, type Picture, wholePicture } from '@vprog/runtime/models';
import { type Teaching, teachingOf } from '../pipeline/teaching.ts';
import { example } from './folder.ts';

// What the tests of the pipeline share: models to teach and to learn, and pictures to ask them.

export const cardOf = (id: string): ModelCard => bundledCards().find(card => card.id === id)!;
export const front = cardOf('blazeface_front');
export const back = cardOf('blazeface_back');

export const teaching = (student: ModelCard, teacher: ModelCard): Teaching =>
  teachingOf(student, teacher, new OnnxEngine());

export const photo = async (name: string): Promise<Picture> =>
  wholePicture((await decodeFile(example(`${name}.jpg`))).pixels);

/** The biases of what BlazeFace front gives as scores. */
export const scoreBiases = /conv2d_1[78]\/BiasAdd\/ReadVariableOp:0$/;

/** A model file of its own with other numbers in the weights of some names, and a card for it. */
export function variant(
  path: string,
  card: ModelCard,
  names: RegExp,
  change: (value: number, index: number) => number,
): ModelCard {
  const model = readModel(readFileSync(card.file.path), card.file.path);
  const initializers = new Map(model.graph.initializers);
  for (const [name, tensor] of initializers) {
    if (tensor.type !== 'float32' || !names.test(name)) continue;
    const values = Float32Array.from(valuesOf(tensor) as Float32Array, change);
    initializers.set(name, tensorOf(name, values, tensor.dims));
  }
  const bytes = writeModel({ ...model, graph: model.graph.with({ initializers }) });
  writeFileSync(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { ...card, id: 'variant', file: { path, sha256, bytes: bytes.byteLength } };
}

/** A vprog.json that declares models. Returns its path. */
export function declare(path: string, models: Readonly<Record<string, ModelCard>>, more: object = {}): string {
  const entries = Object.entries(models).map(([id, { id: _, ...card }]) => [id, card] as const);
  writeFileSync(path, JSON.stringify({ models: Object.fromEntries(entries), ...more }, undefined, 2));
  return path;
}
