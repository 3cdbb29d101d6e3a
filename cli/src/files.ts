import { mkdir, realpath, stat } from 'node:fs/promises';
import { writeWhole } from '@vprog/runtime/write-whole';
import { UsageError } from './exit.ts';
import { reason } from './reason.ts';

/** Writes a file that the user asked for, whole or not at all; a link stays one. Throws UsageError where it cannot be. */
export async function writeOutput(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await requireNoFolder(path);
    await writeWhole(await realpath(path).catch(() => path), content);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Throws UsageError where a file surely cannot be written, so that nothing is run in vain. */
export async function requireWritable(path: string): Promise<void> {
  try {
    await requireNoFolder(path);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Throws UsageError where there is no such folder and none can be made. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotWrite(path, error);
    throw new UsageError(`Cannot write into ${path}: it is a file, not a folder.`);
  }
}

/** Renaming a file over a folder fails with other codes on other systems. */
async function requireNoFolder(path: string): Promise<void> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (status?.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
}

const cannotWrite = (path: string, error: unknown): UsageError =>
  new UsageError(`Cannot write ${path}: ${reason(error)}.`);
