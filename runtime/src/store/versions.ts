import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { HomeDirs } from '../home.ts';
import { diskReason, writeSynced } from '../write-whole.ts';
import {
  folderName,
  type ModelVersion,
  parseVersionName,
  type VersionDraft,
  VersionError,
  versionFolder,
  versionName,
  versionsFolder,
} from './version.ts';
import { formatVersion, readVersionFile } from './version-file.ts';

export { activateVersion, activeVersions } from './active-versions.ts';
export { keepModelFile } from './model-files.ts';
export {
  type ModelVersion,
  modelPath,
  parseVersionName,
  type VersionDraft,
  VersionError,
  type VersionRef,
  versionCard,
  versionFolder,
  versionName,
} from './version.ts';

/**
 * The versions that are kept, of one model or of all, by model and then by number. One that is damaged is left out and
 * told to `onDamaged`.
 */
export async function listVersions(
  home: HomeDirs,
  model?: string,
  onDamaged?: (error: VersionError) => void,
): Promise<readonly ModelVersion[]> {
  const names = model === undefined ? await namesIn(versionsFolder(home)) : [folderName(model)];
  const versions: ModelVersion[] = [];
  for (const name of names) {
    const id = model ?? decoded(name);
    for (const number of id === undefined ? [] : await numbersIn(join(versionsFolder(home), name))) {
      try {
        const version = await readVersionFile(join(versionsFolder(home), name, String(number)), { model: id!, number });
        if (version !== undefined) versions.push(version);
      } catch (error) {
        if (!(error instanceof VersionError)) throw error;
        onDamaged?.(error);
      }
    }
  }
  return versions.sort((a, b) => (a.model === b.model ? a.number - b.number : a.model < b.model ? -1 : 1));
}

/** The version of a name such as `blazeface_front@2`. Throws VersionError where there is none, or where it is damaged. */
export async function readVersion(home: HomeDirs, name: string): Promise<ModelVersion> {
  const ref = parseVersionName(name);
  const found =
    ref === undefined || ref.number === 0 ? undefined : await readVersionFile(versionFolder(home, ref), ref);
  if (found !== undefined) return found;
  const known = ref === undefined ? [] : (await listVersions(home, ref.model)).map(versionName);
  const advice = known.length === 0 ? 'none was distilled yet' : `there is ${known.join(', ')}`;
  if (ref?.number === 0) throw new VersionError(`${name} names no version: name one as MODEL@N; ${advice}.`);
  throw new VersionError(`There is no version ${name}; ${advice}.`);
}

/**
 * Keeps a new version under the next free number of its model. It appears whole: with `version.json` and `files`, by
 * path inside its folder, or not at all. The model files are there before (see `keepModelFile`). Throws VersionError.
 */
export async function addVersion(
  home: HomeDirs,
  draft: VersionDraft,
  files: ReadonlyMap<string, Uint8Array | string>,
): Promise<ModelVersion> {
  const folder = join(versionsFolder(home), folderName(draft.model));
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    for (const [name, content] of files) await writeSynced(inside(temporary, name), content);
    for (;;) {
      const number = Math.max(0, ...(await numbersIn(folder))) + 1;
      const version: ModelVersion = { format: 1, ...draft, number, created: new Date().toISOString() };
      const path = join(temporary, 'version.json');
      await rm(path, { force: true });
      await writeSynced(path, formatVersion(version));
      if (await renamed(temporary, versionFolder(home, version))) return version;
    }
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    if (error instanceof VersionError) throw error;
    const { message } = error as Error;
    throw new VersionError(
      diskReason(error) ?? `The version of ${draft.model} cannot be written to ${folder} (${message}).`,
    );
  }
}

/** False where another process took the name before. */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    // Windows' word for it.
    if (code === 'EPERM' && (await namesIn(to)).length > 0) return false;
    throw error;
  }
}

function inside(folder: string, name: string): string {
  const path = resolve(folder, name);
  const way = relative(folder, path);
  if (way === '' || way.startsWith(`..${sep}`) || way === '..' || path === join(folder, 'version.json')) {
    throw new VersionError(`A file of a version cannot be called ${name}.`);
  }
  return path;
}

const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);

/** Whatever else lies there is no version, such as what a process that was killed had begun. */
const numbersIn = async (folder: string): Promise<readonly number[]> =>
  (await namesIn(folder)).filter(name => /^[1-9]\d{0,14}$/.test(name)).map(Number);

function decoded(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}
