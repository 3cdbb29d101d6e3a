import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunParams } from './protocol.ts';
import { runtimeFile } from './root.ts';

// What the tests of whole runs share.

export const photo = (name: string): string => runtimeFile('..', 'examples', 'photos', name);

/** A run of a program on an example photo, on the CPU. */
export const programOn = (picture: string | undefined, text: string, more: Partial<RunParams> = {}): RunParams => ({
  run: 'test',
  text,
  cell: 0,
  inputs: picture === undefined ? {} : { IMAGE: photo(picture) },
  device: 'cpu',
  cache: true,
  ...more,
});

/** A new folder, and what removes it. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'vprog-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
