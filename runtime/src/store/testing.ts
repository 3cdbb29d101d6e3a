import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelCard } from '@vprog/language';
import { liftConstants, readModel, referTo, writeModel } from '@vprog/onnx';
import type { HomeDirs } from '../home.ts';
import { bundledCards } from './cards.ts';
import { addVersion, keepModelFile, type ModelVersion, type VersionDraft } from './versions.ts';

// What the tests of versions share.

export const front: ModelCard = bundledCards().find(card => card.id === 'blazeface_front')!;

/** A version of nothing that is on disk. */
export const draft = (model: string, more: Partial<VersionDraft> = {}): VersionDraft => ({
  model,
  base: 0,
  capability: 'faces',
  sha256: 'a'.repeat(64),
  bytes: 100,
  original: { sha256: 'b'.repeat(64), bytes: 1000 },
  teacher: { id: 'blazeface_back', sha256: 'c'.repeat(64) },
  data: { name: 'photos', photos: 3, sha256: 'd'.repeat(64) },
  seed: 1,
  metric: { name: 'agreement', before: 0.5, after: 0.6, low: 0.05, high: 0.15 },
  ...more,
});

/** Keeps a version of BlazeFace front that refers to the original's weights and answers as it does. */
export async function addFrontVersion(home: HomeDirs, more: Partial<VersionDraft> = {}): Promise<ModelVersion> {
  const original = await keepModelFile(home, front.file.path);
  const bytes = await readFile(original.path);
  const model = readModel(bytes);
  const graph = referTo(liftConstants(model.graph), { bytes, location: `${original.sha256}.onnx` });
  const path = join(home.data, 'student.onnx');
  await writeFile(path, writeModel({ ...model, graph, producer: JSON.stringify(more) }));
  const { sha256, bytes: size } = await keepModelFile(home, path);
  return addVersion(
    home,
    draft(front.id, { sha256, bytes: size, original: { sha256: original.sha256, bytes: original.bytes }, ...more }),
    new Map(),
  );
}
