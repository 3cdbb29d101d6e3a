import type { ModuleModels } from '@vprog/runtime/protocol';
import { type Disposable, EventEmitter } from 'vscode';
import type { Runtime } from '../runtime.ts';

/** The versions of models, and which of them is in use. */
export class Versions implements Disposable {
  readonly #runtime: Runtime;
  readonly #changed = new EventEmitter<void>();
  /** There is another version, or another one is in use. */
  readonly onDidChange = this.#changed.event;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** What each capability has bound to it, with its versions. `config`: the vprog.json that applies. */
  list(config: string | undefined): Promise<readonly ModuleModels[]> {
    return this.#runtime.versions(config);
  }

  /** Puts a version in use, 0 the original, from the next run on. Rejects with a sentence for the user. */
  async activate(model: string, number: number, config: string | undefined): Promise<void> {
    await this.#runtime.activateVersion({ model, number, ...(config === undefined ? {} : { config }) });
    this.changed();
  }

  /** Puts the version in use that the active one was trained from; resolves to its number, 0 for the original. */
  async rollBack(model: string, config: string | undefined): Promise<number> {
    const bound = (await this.list(config)).find(other => other.model.id === model);
    const active = bound?.versions.find(version => version.active);
    if (!active) throw new Error(`${model}: the original is in use, so there is nothing to roll back to.`);
    await this.activate(model, active.base, config);
    return active.base;
  }

  /** Another process has made or chosen a version. */
  changed(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
