import type { Binding, Config, ProfileConfig } from '../config.ts';
import type { ModelCard } from '../model-card.ts';
import type { Problem } from '../problem.ts';
import { readJson } from './json.ts';
import { configSchema, modelCardSchema } from './schema.ts';

/**
 * Reads `vprog.json` (JSON with comments). Total: every problem has its place in `text`. `config` is absent where a
 * value is wrong; a setting that is merely unknown is reported and ignored.
 */
export function parseConfig(text: string): { readonly config?: Config; readonly problems: readonly Problem[] } {
  const { value, problems, spans } = readJson(text, configSchema);
  if (value === undefined) return { problems };
  const profiles = new Map<string, ProfileConfig>();
  for (const [name, { bindings = {}, ...rest }] of Object.entries(value.profiles ?? {})) {
    const expanded = Object.entries(bindings).map(([capability, binding]) => [capability, expand(binding)]);
    profiles.set(name, { ...rest, bindings: Object.fromEntries(expanded) });
  }
  const models = Object.entries(value.models ?? {}).map(([id, card]) => ({ id, ...card }));
  const { profile, limits, versions } = value;
  const config: Config = {
    ...(profile === undefined ? {} : { profile }),
    ...(limits === undefined ? {} : { limits }),
    ...(versions === undefined ? {} : { versions }),
    profiles,
    models,
    spans,
  };
  return { config, problems };
}

/** Reads a model's `card.json`, as `parseConfig` reads `vprog.json`. */
export function parseModelCard(text: string): { readonly card?: ModelCard; readonly problems: readonly Problem[] } {
  const { value, problems } = readJson(text, modelCardSchema);
  return value === undefined ? { problems } : { card: value, problems };
}

const expand = (binding: string | Binding): Binding => (typeof binding === 'string' ? { model: binding } : binding);
