import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ModelCard } from '@vprog/language';
import { loadExternal, readModelFile, writeModel } from '@vprog/onnx';
import type { HomeDirs } from '@vprog/runtime/home';
import { checkModel } from '@vprog/runtime/models';
import { type ModelVersion, readVersion, versionCard, versionFolder, versionName } from '@vprog/runtime/versions';
import { writeWhole } from '@vprog/runtime/write-whole';
import { DistillError } from './errors.ts';
import type { ExportParams } from './protocol.ts';

/** The card of the model that a version is, among the version's files. */
export const cardFile = 'card.json';

/**
 * Writes a version as one plain ONNX file with all its weights, in the layout of the Hub: `onnx/model.onnx`, with its card
 * and what it came from beside it.
 * @returns the path of the ONNX file
 * @throws DistillError where the folder is not empty; VersionError where there is no such version, RunError where its files
 *   are missing or damaged; OnnxError
 */
export async function exportVersion(home: HomeDirs, { version: name, folder }: ExportParams): Promise<string> {
  const version = await readVersion(home, name);
  await requireEmpty(folder);
  const card = versionCard(home, await readCard(home, version), version);
  await checkModel(card);
  const source = card.file.path;
  const bytes = writeModel(await loadExternal(await readModelFile(source), dirname(source)));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const target = join(folder, 'onnx', 'model.onnx');
  await writeWhole(target, bytes);
  const { weights: _, ...own } = card;
  const file = { path: 'onnx/model.onnx', sha256, bytes: bytes.byteLength };
  const exported: ModelCard = { ...own, id: exportedName(version), file };
  await writeWhole(join(folder, cardFile), json(exported));
  await writeWhole(join(folder, 'version.json'), json(version));
  await writeWhole(join(folder, 'README.md'), readme(version, card));
  return target;
}

async function requireEmpty(folder: string): Promise<void> {
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    const what = error.code === 'ENOTDIR' ? 'it is a file' : `it cannot be read (${error.code})`;
    throw new DistillError(folder, what, 'Give a new folder', 'data');
  });
  if (there.length > 0) throw new DistillError(folder, 'it is not empty', 'Give a new folder', 'data');
}

/** The card of what was trained, which need not be known here any more; its title that of the original. */
async function readCard(home: HomeDirs, version: ModelVersion): Promise<ModelCard> {
  const path = join(versionFolder(home, version), cardFile);
  try {
    const card = JSON.parse(await readFile(path, 'utf8')) as ModelCard;
    return { ...card, title: card.title.replace(/, version \d+$/, '') };
  } catch {
    const what = `its card ${path} is missing or damaged`;
    throw new DistillError(`version ${versionName(version)}`, what, 'Distil it again', 'model');
  }
}

/** A version's name as an id of its own. */
const exportedName = (version: ModelVersion): string => versionName(version).replace('@', '-');

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

function readme(version: ModelVersion, { title, licence }: ModelCard): string {
  const { metric, teacher, data } = version;
  return `# ${versionName(version)}

${title}, distilled with VProg on ${version.created.slice(0, 10)} from the teacher ${teacher.id}, on ${data.name} (${data.photos} photos).

Agreement with the teacher (${metric.name}): ${metric.before.toFixed(3)} before, ${metric.after.toFixed(3)} after; 95 % interval of the difference, over held-out crops: ${metric.low.toFixed(3)} to ${metric.high.toFixed(3)}.

\`onnx/model.onnx\` is a plain ONNX file. \`card.json\` says how pictures go in and what comes out: under \`models\` in a vprog.json of this folder it stands by its id, without the line of the id. \`version.json\` holds the hashes of student, teacher and data.

Licence of the model that it was made from: ${licence.spdx}, ${licence.copyright}, ${licence.source}.
`;
}
