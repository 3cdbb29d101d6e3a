import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Environment, Parsed, Problem } from '@vprog/language';
import { LineIndex } from '@vprog/language';
import { findConfig, loadEnvironment } from '@vprog/runtime/environment';
import { toProblemJson } from '@vprog/runtime/problem';
import { exitStatus, UsageError } from './exit.ts';
import { problemLine } from './output/problems.ts';
import { note } from './text.ts';

export interface EnvironmentOptions {
  readonly config?: string;
  readonly profile?: string;
}

/** What the checker knows beside the text: models and profiles, read once for each configuration. */
export class Environments {
  readonly #options: EnvironmentOptions;
  readonly #loaded = new Map<string | undefined, Promise<Environment>>();
  /** Paths of configurations that have errors. */
  readonly #broken = new Set<string>();

  constructor(options: EnvironmentOptions) {
    this.#options = options;
  }

  /** `exitStatus.errors` where a configuration that was read has errors. */
  get status(): number {
    return this.#broken.size > 0 ? exitStatus.errors : exitStatus.done;
  }

  /** For programs in a folder: of the nearest `vprog.json`, unless the options name one. */
  forFolder(folder: string): Promise<Environment> {
    const path = this.#options.config ?? findConfig(resolve(folder));
    const known = this.#loaded.get(path) ?? this.#load(path);
    this.#loaded.set(path, known);
    return known;
  }

  /** For a program in a file: also which of the pictures that it names are not there. */
  async forFile(file: string, parsed: Parsed): Promise<Environment> {
    const folder = dirname(resolve(file));
    const missing = inputPaths(parsed).filter(path => !existsSync(resolve(folder, path)));
    return { ...(await this.forFolder(folder)), missingFiles: new Set(missing) };
  }

  /** For commands that run programs: throws UsageError where the configuration of `folder` cannot be used. */
  async require(folder: string): Promise<void> {
    await this.forFolder(folder);
    if (this.#broken.size > 0) throw new UsageError(`Mend ${[...this.#broken].join(', ')} first.`);
  }

  async #load(config: string | undefined): Promise<Environment> {
    const { profile } = this.#options;
    const { environment, problems, configText } = await loadEnvironment({
      ...(config === undefined ? {} : { config }),
      ...(profile === undefined ? {} : { profile }),
    });
    if (profile !== undefined && environment.profiles?.has(profile) === false) {
      throw new UsageError(`There is no profile ${profile}; there is ${[...environment.profiles.keys()].join(', ')}.`);
    }
    if (config !== undefined) this.#report(config, configText, problems);
    return environment;
  }

  #report(config: string, text: string, problems: readonly Problem[]): void {
    const lines = new LineIndex(text);
    for (const problem of problems) note(problemLine(config, toProblemJson(problem, lines), process.stderr));
    if (problems.some(({ severity }) => severity === 'error')) this.#broken.add(config);
  }
}

/** The paths that directives name, as written. */
function inputPaths({ file }: Parsed): readonly string[] {
  const bindings = file.cells.flatMap(({ directives }) =>
    directives.flatMap(directive => {
      if (directive.kind === 'Input') return [directive.input];
      return directive.kind === 'Case' ? directive.inputs : [];
    }),
  );
  return [...new Set(bindings.map(({ path }) => path.text))];
}
