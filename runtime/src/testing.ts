import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProblemJson, RunParams, Trace } from './protocol.ts';
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

/** Such as `SHEEP cached, N, FINAL VP703`. */
export const outline = ({ steps }: Trace): string =>
  steps
    .map(({ name, cached, error }) => `${name}${cached ? ' cached' : ''}${error ? ` ${error.code}` : ''}`)
    .join(', ');

/** The text that a problem points at. */
export function marked(text: string, problem: ProblemJson | undefined): string | undefined {
  if (problem === undefined) return undefined;
  const lines = text.split('\n');
  const { start, end } = problem.range;
  if (start.line !== end.line) throw new Error('This is more than a line.');
  return lines[start.line]!.slice(start.character, end.character);
}
