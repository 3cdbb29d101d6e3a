import type { Capability } from '../catalogue/signature.ts';
import type { BoundModel, Config, Environment, Profile, ResolvedProfile } from '../config.ts';
import type { ModelCard } from '../model-card.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problems.ts';
import { issuesOf } from './issues.ts';
import { defaultLimits } from './limits.ts';
import { bundledProfiles, defaultProfileName } from './profiles.ts';
import { decoderSchema } from './schema.ts';

export interface EnvironmentSources {
  /** The bundled models. */
  readonly cards: readonly ModelCard[];
  readonly config?: Config;
  /** Wins over the one that `config` names. */
  readonly profileName?: string;
  /** Whether the files of a card (of `cards` or of `config.models`) are on disk. */
  readonly present: (card: ModelCard) => boolean;
  readonly missingFiles?: ReadonlySet<string>;
}

/**
 * Brings profiles and models together. Total: what cannot be resolved is left unbound, and reported at its place in
 * the text of `vprog.json` (or at its start, where `profileName` is unknown).
 */
export function resolveEnvironment(sources: EnvironmentSources): {
  readonly environment: Environment;
  readonly problems: readonly Problem[];
} {
  const { config, missingFiles } = sources;
  const problems: Problem[] = [];
  const report: Report = (code, path, message) =>
    problems.push(problem(code, config?.spans.get(path) ?? { start: 0, end: 0 }, [message]));
  const cards = new Map([...sources.cards, ...(config?.models ?? [])].map(card => [card.id, card]));
  const profiles = new Map<string, ResolvedProfile>();
  for (const profile of allProfiles(config, report)) {
    // A binding that was taken over is reported where it stands.
    const reportOwn: Report = (code, path, message) => {
      if (config?.spans.has(path) === true) report(code, path, message);
    };
    profiles.set(profile.name, { profile, models: bind(profile, cards, sources.present, reportOwn) });
  }
  for (const id of Object.keys(config?.versions ?? {})) {
    if (!cards.has(id)) report('VP523', `versions/${id}`, `There is no model \`${id}\` to have versions.`);
  }
  const wanted = sources.profileName ?? config?.profile ?? defaultProfileName;
  if (!profiles.has(wanted)) {
    report(
      'VP524',
      sources.profileName === undefined ? 'profile' : '',
      `There is no profile \`${wanted}\`; there is ${[...profiles.keys()].map(name => `\`${name}\``).join(', ')}.`,
    );
  }
  const active = profiles.get(wanted) ?? profiles.get(defaultProfileName)!;
  const limits = { ...defaultLimits, ...config?.limits };
  const environment = { ...active, profiles, userModules: [], limits };
  return { environment: missingFiles === undefined ? environment : { ...environment, missingFiles }, problems };
}

/** The environment of a cell: that of the profile it names with `@profile`, where there is one of that name. */
export const environmentFor = (environment: Environment, profileName: string | undefined): Environment => ({
  ...environment,
  ...(profileName === undefined ? undefined : environment.profiles?.get(profileName)),
});

type Report = (code: 'VP521' | 'VP522' | 'VP523' | 'VP524' | 'VP525', path: string, message: string) => void;

function allProfiles(config: Config | undefined, report: Report): Profile[] {
  const resolved = new Map(bundledProfiles);
  const resolve = (name: string, trail: readonly string[]): Profile | undefined => {
    const own = config?.profiles.get(name);
    const bundled = bundledProfiles.get(name);
    if (own === undefined) return bundled;
    const base = own.extends === undefined ? bundled : extended(name, own.extends, [...trail, name]);
    return {
      name,
      semantics: own.semantics ?? base?.semantics ?? 'vprog',
      bindings: { ...base?.bindings, ...own.bindings },
    };
  };
  const extended = (name: string, base: string, trail: readonly string[]): Profile | undefined => {
    const path = `profiles/${name}/extends`;
    const found = trail.includes(base) ? bundledProfiles.get(base) : resolve(base, trail);
    if (found === undefined && trail.includes(base)) {
      report('VP521', path, `\`${base}\` is this profile or extends it already; a profile cannot extend itself.`);
    } else if (found === undefined) {
      report('VP524', path, `There is no profile \`${base}\` to extend.`);
    }
    return found;
  };
  for (const name of config?.profiles.keys() ?? []) {
    const profile = resolve(name, []);
    if (profile !== undefined) resolved.set(name, profile);
  }
  return [...resolved.values()];
}

function bind(
  profile: Profile,
  cards: ReadonlyMap<string, ModelCard>,
  present: (card: ModelCard) => boolean,
  report: Report,
): ResolvedProfile['models'] {
  const models: Partial<Record<Capability, BoundModel>> = {};
  for (const [key, binding] of Object.entries(profile.bindings)) {
    const capability = key as Capability;
    const path = `profiles/${profile.name}/bindings/${capability}`;
    const card = cards.get(binding.model);
    const parts = Object.entries(binding.parts ?? {}).map(([role, id]) => ({ role, id, card: cards.get(id) }));
    const unknown = card === undefined ? binding.model : parts.find(part => part.card === undefined)?.id;
    if (card === undefined || unknown !== undefined) {
      const known = [...cards.values()]
        .filter(other => other.capability === capability)
        .map(other => `\`${other.id}\``);
      const advice =
        known.length === 0 ? 'declare it under `models`' : `for \`${capability}\` there is ${known.join(', ')}`;
      report('VP523', path, `There is no model \`${unknown}\`; ${advice}.`);
    } else if (card.capability !== capability) {
      report('VP525', path, `The model \`${card.id}\` is made for \`${card.capability}\`, not for \`${capability}\`.`);
    } else {
      // The parameters stand in for values of the decoder, and must be what those may be.
      const { error } = decoderSchema.safeParse({ ...card.decoder, ...binding.parameters });
      for (const issue of issuesOf(error?.issues ?? [], () => true)) {
        report(issue.unknown ? 'VP522' : 'VP521', [path, 'parameters', ...issue.path].join('/'), issue.message);
      }
      const partCards = Object.fromEntries(parts.map(part => [part.role, part.card!]));
      models[capability] = {
        binding,
        card,
        ...(parts.length > 0 ? { parts: partCards } : {}),
        present: [card, ...Object.values(partCards)].every(present),
      };
    }
  }
  return models;
}
