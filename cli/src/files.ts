import { realpath } from 'node:fs/promises';
import { writeWhole } from '@vprog/runtime/write-whole';
import { UsageError } from './exit.ts';

/** Writes a file that the user asked for, whole or not at all; a link stays one. Throws UsageError where it cannot be. */
export async function writeOutput(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeWhole(await realpath(path).catch(() => path), content);
  } catch (error) {
    throw new UsageError(`Cannot write ${path}: ${(error as Error).message}.`);
  }
}
