import type { ChildProcess } from 'node:child_process';
import { CancellationTokenSource, type Disposable } from 'vscode-jsonrpc/node';
import { type CancellationTokenLike, type Child, type ChildOptions, cancelled, forkChild, outcome } from './child.ts';
import {
  type ActivateVersionParams,
  activateVersionRequest,
  clearCacheRequest,
  type DeviceStatus,
  devicesRequest,
  type ModelStatus,
  type ModuleModels,
  modelsRequest,
  type PictureParams,
  type PictureResult,
  pictureRequest,
  type RunParams,
  runRequest,
  type StepEvent,
  stepNotification,
  type Trace,
  versionsRequest,
} from './protocol.ts';
import { UnfinishedRun } from './unfinished-run.ts';

export type { CancellationTokenLike } from './child.ts';

/** `entry` is the runtime's program: dist/runtime.mjs, or process/main.ts among the sources. */
export interface HostOptions extends Omit<ChildOptions, 'args'> {
  /** Seconds without a request after which the process ends; absent: 10 minutes. */
  readonly idleSeconds?: number;
}

/** How long a cancelled run may take to end by itself before its process is killed, in milliseconds. */
const graceMs = 1000;

/**
 * The runtime's process, seen from outside: started at the first call, restarted by the call after it crashed or ended
 * for being idle. Runs wait for each other; everything else is answered meanwhile.
 */
export class RuntimeHost {
  readonly #options: HostOptions;
  readonly #listeners = new Set<(message: string) => void>();
  #child: Child | undefined;
  #crash: string | undefined;
  #lastRun: Promise<unknown> = Promise.resolve();
  #disposed = false;
  /** Processes that we ended ourselves: that is no crash. */
  readonly #killed = new WeakSet<ChildProcess>();

  constructor(options: HostOptions) {
    this.#options = options;
  }

  /**
   * Runs one cell. Never rejects: a crash of the process is the trace's error VP701, a cancelled run has the steps that
   * it finished. `onStep` is called as steps begin and end.
   */
  run(params: RunParams, onStep: (event: StepEvent) => void, token?: CancellationTokenLike): Promise<Trace> {
    const before = this.#lastRun;
    const run = new UnfinishedRun(params);
    const result = (async () => {
      await Promise.race([before, cancelled(token)]);
      if (token?.isCancellationRequested || this.#disposed) return run.cancelled();
      return this.#run(run, onStep, token);
    })();
    this.#lastRun = Promise.all([before, result]).then(() => undefined);
    return result;
  }

  /** Of the process, while there is one. */
  get pid(): number | undefined {
    return this.#child?.process.pid;
  }

  picture(params: PictureParams): Promise<PictureResult> {
    return this.#ask(({ connection }) => connection.sendRequest(pictureRequest, params));
  }

  devices(): Promise<readonly DeviceStatus[]> {
    return this.#ask(({ connection }) => connection.sendRequest(devicesRequest));
  }

  /** `verify` reads every model file and compares its hash. */
  models(params: { readonly verify: boolean; readonly config?: string }): Promise<readonly ModelStatus[]> {
    return this.#ask(({ connection }) => connection.sendRequest(modelsRequest, params));
  }

  /** For every capability that a model is bound to: its modules, that model, and the versions of it. */
  versions(params: { readonly config?: string } = {}): Promise<readonly ModuleModels[]> {
    return this.#ask(({ connection }) => connection.sendRequest(versionsRequest, params));
  }

  /** From the next run on; rejects with one sentence for the user where it cannot be. */
  activateVersion(params: ActivateVersionParams): Promise<void> {
    return this.#ask(({ connection }) => connection.sendRequest(activateVersionRequest, params));
  }

  clearCache(): Promise<void> {
    return this.#ask(({ connection }) => connection.sendRequest(clearCacheRequest));
  }

  /** `listener` gets one sentence for a person, once after each crash, when the process was started again. */
  onRestart(listener: (message: string) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** Ends the process; what still runs counts as cancelled. */
  dispose(): void {
    this.#disposed = true;
    if (this.#child !== undefined) this.#kill(this.#child, 'SIGTERM');
  }

  async #run(
    run: UnfinishedRun,
    onStep: (event: StepEvent) => void,
    token: CancellationTokenLike | undefined,
  ): Promise<Trace> {
    const child = this.#start();
    const source = new CancellationTokenSource();
    const steps = child.connection.onNotification(stepNotification, event => {
      if (event.run !== run.params.run) return;
      run.note(event);
      onStep(event);
    });
    let killer: NodeJS.Timeout | undefined;
    const stop = token?.onCancellationRequested(() => {
      source.cancel();
      killer ??= setTimeout(() => this.#kill(child, 'SIGKILL'), graceMs);
    });
    try {
      const request = child.connection.sendRequest(runRequest, run.params, source.token);
      const { value, exited, reason } = await outcome(child, request);
      if (!exited) return value;
      if (token?.isCancellationRequested || this.#disposed) return run.cancelled();
      // It ended for being idle while the request was on its way.
      if (reason === undefined && !run.begun) return await this.#run(run, onStep, token);
      return run.crashed(reason ?? 'exit status 0');
    } catch (error) {
      return run.crashed(error instanceof Error ? error.message : String(error));
    } finally {
      clearTimeout(killer);
      stop?.dispose();
      steps.dispose();
      source.dispose();
    }
  }

  async #ask<T>(request: (child: Child) => Promise<T>): Promise<T> {
    const child = this.#start();
    const { value, exited, reason } = await outcome(child, request(child));
    if (!exited) return value;
    if (reason === undefined && !this.#disposed) return this.#ask(request);
    throw new Error(`The runtime stopped before it answered (${reason ?? 'it was shut down'}).`);
  }

  #start(): Child {
    if (this.#disposed) throw new Error('The runtime was shut down.');
    if (this.#child !== undefined) return this.#child;
    const crash = this.#crash;
    this.#crash = undefined;
    const child = this.#fork();
    this.#child = child;
    if (crash !== undefined) {
      const message = `VProg's runtime stopped unexpectedly (${crash}) and was started again; results of finished steps are kept.`;
      for (const listener of this.#listeners) listener(message);
    }
    return child;
  }

  #kill(child: Child, signal: NodeJS.Signals): void {
    this.#killed.add(child.process);
    child.process.kill(signal);
  }

  #fork(): Child {
    const { idleSeconds = 600, ...options } = this.#options;
    const child = forkChild({ ...options, args: [String(idleSeconds)] }, reason => {
      if (this.#child === child) this.#child = undefined;
      if (reason !== undefined && !this.#killed.has(child.process)) this.#crash = reason;
    });
    return child;
  }
}
