import { open, realpath, rename, rm } from 'node:fs/promises';
import { UsageError } from './exit.ts';

/** Writes a file whole or not at all: a kill at any instant leaves the old content or the new. Follows links. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new UsageError(`Cannot write ${path}: ${(error as Error).message}.`);
  }
}
