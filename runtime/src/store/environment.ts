import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Environment, type ModelCard, type Problem, parseConfig, resolveEnvironment } from '@vprog/language';
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

/** Reads `vprog.json` and the bundled models from disk. Rejects only where the file named cannot be read. */
export async function loadEnvironment(options: EnvironmentOptions = {}): Promise<LoadedEnvironment> {
  const configText = options.config === undefined ? '' : await readFile(options.config, 'utf8');
  const parsed = options.config === undefined ? { problems: [] } : parseConfig(configText);
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

/** The nearest `vprog.json` in the folder (absolute) or above it. */
export function findConfig(folder: string): string | undefined {
  const path = join(folder, 'vprog.json');
  if (existsSync(path)) return path;
  const above = resolve(folder, '..');
  return above === folder ? undefined : findConfig(above);
}
