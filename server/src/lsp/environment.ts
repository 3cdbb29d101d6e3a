import { dirname, resolve } from 'node:path';
import {
  type Config,
  type Environment,
  type Parsed,
  type Problem,
  parseConfig,
  resolveEnvironment,
} from '@vprog/language';
import { inputBindings } from '../features/documentLinks.ts';
import { exists, findUpwards, pathOf, readText } from './files.ts';
import { bundledModels, type CardInFolder, isPresent, readCards } from './models.ts';

/** A `vprog.json`, and what is wrong in it. */
export interface ConfigReport {
  readonly path: string;
  readonly text: string;
  readonly problems: readonly Problem[];
}

export interface Settings {
  /** Folder with the bundled model cards; absent: the one beside this package. */
  readonly models?: string;
  /** The workspace's first folder: it stands for the folder of documents that are not on disk. */
  readonly workspace?: string;
}

/** At most so many different paths of one document are looked up. */
const maxPaths = 1000;

/** What the checker knows beside the text of a document: models, configuration, which of its pictures exist. */
export class Environments {
  readonly #settings: Settings;
  readonly #report: (report: ConfigReport) => void;
  #cards: Promise<readonly CardInFolder[]> | undefined;
  #bases = new Map<string, Promise<Environment>>();
  #generation = 0;

  /** `report` is called whenever a `vprog.json` was read. */
  constructor(settings: Settings, report: (report: ConfigReport) => void) {
    this.#settings = settings;
    this.#report = report;
  }

  /** Grows with each `refresh`: what was loaded under another number may be out of date. */
  get generation(): number {
    return this.#generation;
  }

  /** Forgets what was read from disk: a configuration, a model or a picture has changed. */
  refresh(): void {
    this.#generation += 1;
    this.#cards = undefined;
    this.#bases = new Map();
  }

  async load(uri: string, { file }: Parsed): Promise<Environment> {
    const path = pathOf(uri);
    const base = await this.#base(path === undefined ? this.#settings.workspace : dirname(path));
    if (path === undefined) return base;
    const named = [...new Set(inputBindings(file).map(binding => binding.path.text))].slice(0, maxPaths);
    const found = await Promise.all(named.map(name => exists(resolve(dirname(path), name))));
    return { ...base, missingFiles: new Set(named.filter((_, index) => !found[index])) };
  }

  /** The environment of every document in `folder`. */
  #base(folder: string | undefined): Promise<Environment> {
    const key = folder ?? '';
    let base = this.#bases.get(key);
    if (base === undefined) {
      base = this.#resolve(folder);
      this.#bases.set(key, base);
    }
    return base;
  }

  async #resolve(folder: string | undefined): Promise<Environment> {
    this.#cards ??= this.#readBundled();
    const bundled = await this.#cards;
    const path = folder === undefined ? undefined : await findUpwards(folder, 'vprog.json');
    const text = path === undefined ? undefined : await readText(path);
    const { config, problems: configProblems } = parseConfig(text ?? '{}');
    const own = path === undefined ? [] : ownCards(config, dirname(path));
    const present = new Set<string>();
    for (const card of [...bundled, ...own]) {
      if (await isPresent(card)) present.add(card.card.id);
      else present.delete(card.card.id);
    }
    const { environment, problems } = resolveEnvironment({
      cards: bundled.map(({ card }) => card),
      ...(config === undefined ? {} : { config }),
      present: ({ id }) => present.has(id),
    });
    if (path !== undefined && text !== undefined)
      this.#report({ path, text, problems: [...configProblems, ...problems] });
    return environment;
  }

  async #readBundled(): Promise<readonly CardInFolder[]> {
    const folder = this.#settings.models ?? (await bundledModels());
    return folder === undefined ? [] : readCards(folder);
  }
}

const ownCards = (config: Config | undefined, folder: string): readonly CardInFolder[] =>
  (config?.models ?? []).map(card => ({ card, folder }));
