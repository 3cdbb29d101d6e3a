import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file whole: to a temporary file beside it, to the disk, then renamed. Whoever reads meanwhile, and a kill at
 * any instant, finds the old file or the new one. Makes the folder; rejects where the disk does not allow it, with
 * `diskReason` as the message where it is full.
 */
export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeSynced(temporary, data);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw inPlainWords(error);
  }
}

/** Writes a new file to the disk, its folder too; rejects where there is one, and where the disk does not allow it. */
export async function writeSynced(path: string, data: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'wx');
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

const full: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** One sentence for a person where an error means that nothing more fits on the disk; undefined for any other. */
export function diskReason(error: unknown): string | undefined {
  const isFull = full.includes((error as NodeJS.ErrnoException | undefined)?.code);
  return isFull ? 'The disk is full: free some space and try again.' : undefined;
}

/** The code stays, for those who tell errors apart by it. */
function inPlainWords(error: unknown): unknown {
  const reason = diskReason(error);
  if (reason === undefined) return error;
  return Object.assign(new Error(reason, { cause: error }), { code: (error as NodeJS.ErrnoException).code });
}
