import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ModelFile } from '@vprog/language';
import type { HomeDirs } from '../home.ts';
import { diskReason } from '../write-whole.ts';
import { stateOf, sumOf } from './files.ts';
import { modelPath, VersionError } from './version.ts';

/**
 * Keeps a copy of a model's file in the user's home, under its SHA-256, so that whatever becomes of the file, versions
 * that refer to it stay whole. It appears whole; one that is there already is left, and mended where it is damaged.
 * Throws VersionError where the file cannot be read or the home not be written.
 */
export async function keepModelFile(home: HomeDirs, path: string): Promise<ModelFile> {
  try {
    const sha256 = await sumOf(path);
    const file = { path: modelPath(home, sha256), sha256, bytes: (await stat(path)).size };
    if ((await stateOf(file, true)) !== 'ok') await put(path, file);
    return file;
  } catch (error) {
    if (error instanceof VersionError) throw error;
    const { message } = error as Error;
    throw new VersionError(diskReason(error) ?? `The model file ${path} cannot be kept in ${home.data} (${message}).`);
  }
}

async function put(source: string, file: ModelFile): Promise<void> {
  const temporary = `${file.path}.${randomUUID()}.tmp`;
  await mkdir(dirname(file.path), { recursive: true });
  try {
    await copy(source, temporary);
    if ((await stateOf({ ...file, path: temporary }, true)) !== 'ok') {
      throw new VersionError(`The model file ${source} changed while it was kept: try again.`);
    }
    await rename(temporary, file.path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * A second name for the same file would cost nothing, but who writes into the one would write into the other. File
 * systems that share blocks until then are asked to.
 */
async function copy(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await chmod(to, 0o644);
  const file = await open(to, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
