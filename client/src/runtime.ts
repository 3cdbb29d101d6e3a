import { RuntimeHost } from '@vprog/runtime/host';
import type {
  ActivateVersionParams,
  DeviceStatus,
  ModelStatus,
  ModuleModels,
  PictureParams,
  PictureResult,
  RunParams,
  StepEvent,
  Trace,
} from '@vprog/runtime/protocol';
import {
  type CancellationToken,
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  Uri,
} from 'vscode';

/** The runtime process, started with the first run and again after a crash. */
export class Runtime implements Disposable {
  readonly #entry: string;
  readonly #log: LogOutputChannel;
  readonly #restarted = new EventEmitter<string>();
  #host: RuntimeHost | undefined;
  /** The process had ended unexpectedly and another one has taken its place: one sentence for a person. */
  readonly onDidRestart = this.#restarted.event;

  constructor(extension: ExtensionContext, log: LogOutputChannel) {
    this.#entry = Uri.joinPath(extension.extensionUri, 'dist', 'runtime.mjs').fsPath;
    this.#log = log;
  }

  /** Runs one cell; what becomes of it, also a crash, is in the trace. */
  run(params: RunParams, onStep: (event: StepEvent) => void, token: CancellationToken): Promise<Trace> {
    return this.#get().run(params, onStep, token);
  }

  /** Rejects where the runtime no longer has the picture. */
  picture(params: PictureParams): Promise<PictureResult> {
    return this.#get().picture(params);
  }

  devices(): Promise<readonly DeviceStatus[]> {
    return this.#get().devices();
  }

  /** `config`: absolute path of the vprog.json whose models are meant too. */
  models(config?: string): Promise<readonly ModelStatus[]> {
    return this.#get().models({ verify: false, ...(config === undefined ? {} : { config }) });
  }

  /** What is bound to each capability, with its versions; `config` as above. */
  versions(config?: string): Promise<readonly ModuleModels[]> {
    return this.#get().versions(config === undefined ? {} : { config });
  }

  /** From the next run on. Rejects with a sentence for the user. */
  activateVersion(params: ActivateVersionParams): Promise<void> {
    return this.#get().activateVersion(params);
  }

  clearCache(): Promise<void> {
    return this.#get().clearCache();
  }

  /** Ends the process; the next request starts another one. */
  restart(): void {
    this.#host?.dispose();
    this.#host = undefined;
  }

  dispose(): void {
    this.restart();
    this.#restarted.dispose();
  }

  #get(): RuntimeHost {
    if (!this.#host) {
      this.#host = new RuntimeHost({ entry: this.#entry, log: line => this.#log.info(line) });
      this.#host.onRestart(message => this.#restarted.fire(message));
    }
    return this.#host;
  }
}
