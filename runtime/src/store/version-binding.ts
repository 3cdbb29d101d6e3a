import {
  type BoundModel,
  type Config,
  type Environment,
  type ModelCard,
  type Problem,
  problem,
  type ResolvedProfile,
} from '@vprog/language';
import type { HomeDirs } from '../home.ts';
import { activeFile, activeVersions } from './active-versions.ts';
import { type ModelVersion, VersionError, versionCard, versionFolder, versionName } from './version.ts';
import { readVersionFile } from './version-file.ts';
import { listVersions } from './versions.ts';

export interface VersionSources {
  readonly home: HomeDirs;
  readonly config: Config | undefined;
  /** With the originals bound. */
  readonly environment: Environment;
  /** Of the originals, by id. */
  readonly cards: ReadonlyMap<string, ModelCard>;
  /** Whether a card's files are on disk. */
  readonly present: (card: ModelCard) => boolean;
}

/**
 * Puts the active versions in place of the models that profiles bind, as models and as parts of models. What stands in
 * the way is VP526, at the place in `vprog.json` that names the version, else at its start; the original stays then.
 */
export async function withVersions({ home, config, environment, cards, present }: VersionSources): Promise<{
  readonly environment: Environment;
  readonly cards: readonly ModelCard[];
  readonly problems: readonly Problem[];
}> {
  const problems: Problem[] = [];
  const report = (error: unknown, model = '') => {
    if (!(error instanceof VersionError)) throw error;
    const span = config?.spans.get(`versions/${model}`) ?? { start: 0, end: 0 };
    problems.push(problem('VP526', span, [error.message]));
  };
  const active = await activeVersions(home, config).catch(error => {
    report(error);
    return new Map(Object.entries(config?.versions ?? {}));
  });
  const bound = boundModels(environment);
  const chosen = new Map<string, ModelVersion>();
  for (const [model, number] of active) {
    const card = cards.get(model);
    const named = Object.hasOwn(config?.versions ?? {}, model);
    if (card === undefined || number === 0 || !(named || bound.has(model))) continue;
    const source = named ? '' : `, active by ${activeFile(home)},`;
    try {
      chosen.set(model, await applicable(home, card, number, source));
    } catch (error) {
      report(error, model);
    }
  }
  const replaced = (models: ResolvedProfile['models']) =>
    Object.fromEntries(
      Object.entries(models).map(([capability, model]) => [capability, withVersion(model, chosen, home, present)]),
    );
  const profiles = [...(environment.profiles ?? [])].map(
    ([name, profile]) => [name, { ...profile, models: replaced(profile.models) }] as const,
  );
  return {
    environment: { ...environment, models: replaced(environment.models), profiles: new Map(profiles) },
    cards: await withVersionCards(home, cards),
    problems,
  };
}

/** Throws VersionError where the version is not there, damaged, or of another file than the card's. */
export async function applicable(home: HomeDirs, card: ModelCard, number: number, source = ''): Promise<ModelVersion> {
  const ref = { model: card.id, number };
  const advice = `activate the original with \`vprog distill activate ${card.id}\``;
  const version = await readVersionFile(versionFolder(home, ref), ref);
  if (version === undefined) {
    throw new VersionError(`The version ${versionName(ref)}${source} is not there: ${advice}, or another version.`);
  }
  if (version.original.sha256 !== card.file.sha256) {
    throw new VersionError(
      `The version ${versionName(ref)}${source} was made from another file of ${card.id} than the one that is bound: distil it again, or ${advice}.`,
    );
  }
  return version;
}

function withVersion(
  bound: BoundModel,
  chosen: ReadonlyMap<string, ModelVersion>,
  home: HomeDirs,
  present: (card: ModelCard) => boolean,
): BoundModel {
  const cardOf = (card: ModelCard): ModelCard => {
    const version = chosen.get(card.id);
    return version === undefined ? card : versionCard(home, card, version);
  };
  const card = cardOf(bound.card);
  const parts = Object.entries(bound.parts ?? {}).map(([role, part]) => [role, cardOf(part)] as const);
  const number = chosen.get(bound.card.id)?.number;
  return {
    ...bound,
    card,
    ...(bound.parts === undefined ? {} : { parts: Object.fromEntries(parts) }),
    ...(number === undefined ? {} : { version: number }),
    present: [card, ...parts.map(([, part]) => part)].every(present),
  };
}

/** The ids of all models that some profile binds, as models or as parts. */
function boundModels(environment: Environment): ReadonlySet<string> {
  const profiles = [environment, ...(environment.profiles?.values() ?? [])];
  const bound = profiles.flatMap(({ models }) => Object.values(models));
  return new Set(bound.flatMap(({ card, parts }) => [card, ...Object.values(parts ?? {})]).map(({ id }) => id));
}

/** Each card, and after it those of the versions that were made from its file. */
async function withVersionCards(home: HomeDirs, cards: ReadonlyMap<string, ModelCard>): Promise<readonly ModelCard[]> {
  const versions = await listVersions(home);
  return [...cards.values()].flatMap(card => {
    const own = versions.filter(({ model, original }) => model === card.id && original.sha256 === card.file.sha256);
    return [card, ...own.map(version => versionCard(home, card, version))];
  });
}
