import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Config, LineIndex, parseConfig } from '@vprog/language';
import { findConfig } from '@vprog/runtime/environment';
import { type HomeDirs, homeDirs } from '@vprog/runtime/home';
import { toProblemJson } from '@vprog/runtime/problem';
import { activeVersions, type ModelVersion, readVersion, VersionError } from '@vprog/runtime/versions';
import { UsageError } from '../exit.ts';
import { problemLine } from '../output/problems.ts';
import { reason } from '../reason.ts';
import { note } from '../text.ts';

/** Where versions are kept, and which of them answer for programs in the working directory. */
export interface Place {
  readonly home: HomeDirs;
  /** Absolute path of the vprog.json that applies, where there is one. */
  readonly config: string | undefined;
  readonly active: ReadonlyMap<string, number>;
}

/** Throws UsageError where the vprog.json that applies cannot be read. */
export async function findPlace(given: string | undefined): Promise<Place> {
  const home = homeDirs();
  const config = given ?? findConfig(resolve('.'));
  const read = config === undefined ? undefined : await readConfig(config);
  return { home, config, active: await orUsage(activeVersions(home, read)) };
}

/** An active version that cannot be used is no hindrance: it is what may be to be changed. */
async function readConfig(path: string): Promise<Config> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`Cannot read ${path}: ${reason(error)}.`);
  });
  const { config, problems } = parseConfig(text);
  if (config !== undefined) return config;
  const lines = new LineIndex(text);
  for (const problem of problems) note(problemLine(path, toProblemJson(problem, lines), process.stderr));
  throw new UsageError(`Mend ${path} first.`);
}

export const isActive = ({ active }: Place, { model, number }: Pick<ModelVersion, 'model' | 'number'>): boolean =>
  (active.get(model) ?? 0) === number;

/** The version of that name. Throws UsageError where there is none. */
export const requireVersion = ({ home }: Place, name: string): Promise<ModelVersion> =>
  orUsage(readVersion(home, name));

/** What is wrong with versions is said in one sentence already. */
export async function orUsage<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof VersionError ? new UsageError(error.message) : error;
  }
}
