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
import { bundledCards, located } from './cards.ts';

export interface EnvironmentOptions {
  /** Absolute path of `vprog.json`; absent: only what is bundled. */
  readonly config?: string;
  /** Wins over the profile that `vprog.json` names. */
  readonly profile?: string;
}

export interface LoadedEnvironment {
  /** The paths of its cards are absolute. */
  readonly environment: Environment;
  /** Of `vprog.json`, at their places in `configText`. */
  readonly problems: readonly Problem[];
  readonly configText: string;
  /** Every model known, bound or not. */
  readonly cards: readonly ModelCard[];
}

/** Reads `vprog.json` and the bundled models from disk. Where the file cannot be read, that is the problem VP520. */
export async function loadEnvironment(options: EnvironmentOptions = {}): Promise<LoadedEnvironment> {
  const { configText, parsed } = await readConfig(options.config);
  const folder = dirname(options.config ?? '.');
  const declared = (parsed.config?.models ?? []).map(card => located(card, folder));
  const bundled = bundledCards();
  const { environment, problems } = resolveEnvironment({
    cards: bundled,
    ...(parsed.config ? { config: { ...parsed.config, models: declared } } : {}),
    ...(options.profile === undefined ? {} : { profileName: options.profile }),
    present: card => [card.file, card.symbols].every(file => file === undefined || existsSync(file.path)),
  });
  const cards = new Map([...bundled, ...declared].map(card => [card.id, card]));
  return { environment, problems: [...parsed.problems, ...problems], configText, cards: [...cards.values()] };
}

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
