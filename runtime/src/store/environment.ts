import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  type Environment,
  type ModelCard,
  type Problem,
  parseConfig,
  problem,
  resolveEnvironment,
} from '@vprog/language';
import { type HomeDirs, homeDirs } from '../home.ts';
import { bundledCards, located } from './cards.ts';
import { filesOf } from './files.ts';
import { withVersions } from './version-binding.ts';

export interface EnvironmentOptions {
  /** Absolute path of `vprog.json`; absent: only what is bundled. */
  readonly config?: string;
  /** Wins over the profile that `vprog.json` names. */
  readonly profile?: string;
  /** Where versions of models are kept; absent: the user's home. */
  readonly home?: HomeDirs;
}

export interface LoadedEnvironment {
  /** The paths of its cards are absolute. Where a version of a model is active, its card stands in for the original's. */
  readonly environment: Environment;
  /** Of `vprog.json`, at their places in `configText`; at its start what is wrong in the home. */
  readonly problems: readonly Problem[];
  readonly configText: string;
  /** Every model known, bound or not, and its versions after it. */
  readonly cards: readonly ModelCard[];
}

/**
 * Reads `vprog.json`, the bundled models and the versions of models from disk. Where the file cannot be read, that is
 * the problem VP520; an active version that cannot be used is VP526, and the original stays bound.
 */
export async function loadEnvironment(options: EnvironmentOptions = {}): Promise<LoadedEnvironment> {
  const { configText, parsed } = await readConfig(options.config);
  const folder = dirname(options.config ?? '.');
  const declared = (parsed.config?.models ?? []).map(card => located(card, folder));
  const bundled = bundledCards();
  const config = parsed.config && { ...parsed.config, models: declared };
  const { environment, problems } = resolveEnvironment({
    cards: bundled,
    ...(config ? { config } : {}),
    ...(options.profile === undefined ? {} : { profileName: options.profile }),
    present,
  });
  const cards = new Map([...bundled, ...declared].map(card => [card.id, card]));
  const versions = await withVersions({ home: options.home ?? homeDirs(), config, environment, cards, present });
  return { ...versions, problems: [...parsed.problems, ...problems, ...versions.problems], configText };
}

const present = (card: ModelCard): boolean => filesOf(card).every(({ path }) => existsSync(path));

async function readConfig(path: string | undefined): Promise<{
  readonly configText: string;
  readonly parsed: ReturnType<typeof parseConfig>;
}> {
  if (path === undefined) return { configText: '', parsed: { problems: [] } };
  try {
    const configText = await readFile(path, 'utf8');
    return { configText, parsed: parseConfig(configText) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const unreadable = problem('VP520', { start: 0, end: 0 }, [`This file cannot be read (${reason}).`]);
    return { configText: '', parsed: { problems: [unreadable] } };
  }
}

/** The nearest `vprog.json` in the folder (absolute) or above it. */
export function findConfig(folder: string): string | undefined {
  const path = join(folder, 'vprog.json');
  if (existsSync(path)) return path;
  const above = resolve(folder, '..');
  return above === folder ? undefined : findConfig(above);
}
