import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { ModelCard } from '@vprog/language';
import {
  liftConstants,
  loadExternal,
  type Model,
  modelOf,
  newestOpset,
  readModel,
  referTo,
  sizeOf,
  toOpset,
  writeModel,
} from '@vprog/onnx';
import type { HomeDirs } from '@vprog/runtime/home';
import { checkModel } from '@vprog/runtime/models';
import { openSession, type RawTensors } from '@vprog/runtime/session';
import { keepModelFile, modelPath } from '@vprog/runtime/versions';
import { writeWhole } from '@vprog/runtime/write-whole';
import { foldModel } from '../training/constants.ts';
import { type Layout, withParameters } from '../training/parameters.ts';

/** A model that learns: its graph ready for training, and the file that its weights came from. */
export interface Student {
  readonly card: ModelCard;
  readonly model: Model;
  /** The same before what is constant was worked out, which would only make files larger. */
  readonly plain: Model;
  /** The original model's file, whole: weights are views of it where the student is the original. */
  readonly bytes: Uint8Array;
}

/** @param sample an input of the size to train with. @throws RunError where a file is missing or changed; OnnxError */
export async function loadStudent(card: ModelCard, sample: RawTensors): Promise<Student> {
  await checkModel(card);
  const { path } = card.file;
  const own = new Uint8Array(await readFile(path));
  const bytes = card.weights === undefined ? own : new Uint8Array(await readFile(card.weights.path));
  const whole = await loadExternal(readModel(own, path), dirname(path));
  const newest = toOpset(whole);
  const plain = { ...newest, graph: liftConstants(newest.graph) };
  return { card, model: await foldModel(plain, sample, model => openSession(model)), plain, bytes };
}

/** Weights of a model, counted. */
export async function countWeights(card: ModelCard): Promise<number> {
  const { graph } = readModel(new Uint8Array(await readFile(card.file.path)), card.file.path);
  return [...graph.initializers.values()]
    .filter(({ type }) => type.startsWith('float'))
    .reduce((sum, { dims }) => sum + sizeOf(dims), 0);
}

/**
 * Writes the student with other weights into the store of models, beside its original, to which it refers for all that
 * stayed the same.
 * @returns the card of the new model
 */
export async function writeCandidate(
  home: HomeDirs,
  { card, model, plain, bytes }: Student,
  parameters: Float32Array,
  layout: Layout,
): Promise<ModelCard> {
  const original = await keepModelFile(home, (card.weights ?? card.file).path);
  const known = layout.parts.every(({ name }) => plain.graph.initializers.has(name));
  const graph = withParameters(known ? plain.graph : model.graph, parameters, layout);
  const derived = modelOf(referTo(graph, { bytes, location: basename(original.path) }), newestOpset, model);
  const file = writeModel(derived);
  const sha256 = createHash('sha256').update(file).digest('hex');
  const path = modelPath(home, sha256);
  await writeWhole(path, file);
  return { ...card, id: 'candidate', file: { path, sha256, bytes: file.byteLength }, weights: original };
}
