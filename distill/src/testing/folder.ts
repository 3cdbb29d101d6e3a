import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type HomeDirs, homeDirs } from '@vprog/runtime/home';
import { afterAll } from 'vitest';

// What the tests of the pipeline share: folders of their own, and photos in them.

const examples = resolve(import.meta.dirname, '../../../examples/photos');

export const example = (name: string): string => join(examples, name);

/** A folder of the test file's own; it goes when the file is done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vprog-distill-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Makes a folder with some of the bundled photos, and with the boxes drawn on them where that is asked. */
export function folderOf(path: string, photos: readonly string[], annotated = true): string {
  mkdirSync(path, { recursive: true });
  for (const name of photos) copyFileSync(example(`${name}.jpg`), join(path, `${name}.jpg`));
  if (annotated) copyFileSync(example('annotations.json'), join(path, 'annotations.json'));
  return path;
}

/** A home in a folder. */
export const homeIn = (folder: string): HomeDirs => homeDirs({ VPROG_HOME: folder });

/** What a promise was rejected with; fails where it was not. */
export async function failure(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error('It did not fail.');
}
