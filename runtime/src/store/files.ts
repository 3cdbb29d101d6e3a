import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { adviceForVersion, type ModelCard, type ModelFile } from '@vprog/language';
import { RunError } from '../errors.ts';
import { parseVersionName } from './version.ts';

/**
 * The absolute path of a card's file: relative to `folder`, or `npm:PACKAGE/PATH` in the nearest `node_modules` above
 * this code that has the package. A file of a package that is not installed keeps its `npm:` path.
 */
export function locate(path: string, folder: string): string {
  if (!path.startsWith('npm:')) return isAbsolute(path) ? path : resolve(folder, path);
  const name = path.slice('npm:'.length);
  // The package's own `exports` do not name its data files, so that they cannot be resolved as modules.
  const places = createRequire(import.meta.url).resolve.paths(name) ?? [];
  return places.map(place => join(place, name)).find(existsSync) ?? path;
}

/** SHA-256 of files as they were last read: a file is read again only when its size or time of change differs. */
const sums = new Map<string, { readonly identity: string; readonly sha256: string }>();

/** SHA-256 of a file's bytes, in hexadecimal; remembered while the file stays as it is. */
export async function sumOf(path: string): Promise<string> {
  const { mtimeNs, ctimeNs, size, ino } = await stat(path, { bigint: true });
  const identity = `${mtimeNs} ${ctimeNs} ${size} ${ino}`;
  const known = sums.get(path);
  if (known?.identity === identity) return known.sha256;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
  const sha256 = hash.digest('hex');
  sums.set(path, { identity, sha256 });
  return sha256;
}

export type FileState = 'ok' | 'missing' | 'damaged' | 'unchecked';

/** What is on disk at `file.path` (absolute), compared by size and, with `verify`, by SHA-256. */
export async function stateOf(file: ModelFile, verify: boolean): Promise<FileState> {
  const status = await stat(file.path).catch(() => undefined);
  if (!status?.isFile()) return 'missing';
  if (status.size !== file.bytes) return 'damaged';
  if (!verify) return 'unchecked';
  return (await sumOf(file.path)) === file.sha256 ? 'ok' : 'damaged';
}

/** All files that a model consists of. */
export const filesOf = ({ file, weights, symbols }: ModelCard): readonly ModelFile[] =>
  [file, weights, symbols].filter(each => each !== undefined);

/**
 * Makes sure that a model's file (its path absolute) is what its card says, before anything reads it. Throws RunError
 * VP502 where it is missing, VP503 where its size or its SHA-256 differs; `advice` is a clause that says what to do then.
 */
export async function checkFile(model: string, file: ModelFile, advice?: string): Promise<void> {
  const state = await stateOf(file, true);
  if (state === 'missing') {
    const todo = advice ?? 'install VProg again, put the file there, or bind another model in vprog.json';
    throw new RunError('VP502', `The file of the model ${model} is missing: there is no ${file.path}; ${todo}.`);
  }
  if (state !== 'ok') {
    const todo = advice ?? 'delete it and install VProg again, or get the file anew from where it came';
    throw new RunError(
      'VP503',
      `The file of the model ${model} is damaged: ${file.path} is not the one that its card describes; ${todo}.`,
    );
  }
}

/** `checkFile` for what a session loads: the card's file and, of a version of a model, the weights that it refers to. */
export async function checkModel({ id, file, weights }: ModelCard): Promise<void> {
  const advice = weights && adviceForVersion(parseVersionName(id)?.model ?? id);
  for (const each of weights === undefined ? [file] : [file, weights]) await checkFile(id, each, advice);
}
