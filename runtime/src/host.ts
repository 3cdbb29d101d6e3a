import { type ChildProcess, fork } from 'node:child_process';
import {
  CancellationTokenSource,
  createMessageConnection,
  type Disposable,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import {
  clearCacheRequest,
  type DeviceStatus,
  devicesRequest,
  type ModelStatus,
  modelsRequest,
  type PictureParams,
  type PictureResult,
  pictureRequest,
  type RunParams,
  runRequest,
  type StepEvent,
  stepNotification,
  type Trace,
} from './protocol.ts';
import { UnfinishedRun } from './unfinished-run.ts';

export interface HostOptions {
  /** Absolute path of the runtime's program: dist/runtime.mjs, or process/main.ts among the sources. */
  readonly entry: string;
  /** The Node to run it with; absent: this process's own, also where that is Electron. */
  readonly execPath?: string;
  readonly execArgv?: readonly string[];
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Seconds without a request after which the process ends; absent: 10 minutes. */
  readonly idleSeconds?: number;
  /** Lines that the process writes to its output, which mostly come from native libraries. */
  readonly log?: (text: string) => void;
}

/** vscode's and vscode-jsonrpc's tokens both are one. */
export interface CancellationTokenLike {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): Disposable;
}

/** How long a cancelled run may take to end by itself before its process is killed, in milliseconds. */
const graceMs = 1000;

interface Child {
  readonly process: ChildProcess;
  readonly connection: MessageConnection;
  /** Resolves, when the process has ended, with how; never rejects. */
  readonly exit: Promise<string | undefined>;
}

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
    const { entry, execPath = process.execPath, execArgv = [], env, idleSeconds = 600, log } = this.#options;
    const child = fork(entry, [String(idleSeconds)], {
      execPath,
      execArgv: [...execArgv],
      // Makes Electron behave as Node; Node does not know it.
      env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child.stdout?.on('data', data => log?.(String(data).trimEnd()));
    child.stderr?.on('data', data => log?.(String(data).trimEnd()));
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.onError(([error]) => log?.(`The runtime's channel: ${error.message}`));
    connection.listen();
    const exit = new Promise<string | undefined>(resolve => {
      child.once('error', error => resolve(error.message));
      child.once('exit', (code, signal) => resolve(code === 0 ? undefined : (signal ?? `exit status ${code}`)));
    }).then(reason => {
      if (this.#child?.process === child) this.#child = undefined;
      if (reason !== undefined && !this.#killed.has(child)) this.#crash = reason;
      // After those who wait for the exit have heard of it: it fails their requests.
      setImmediate(() => connection.dispose());
      return reason;
    });
    return { process: child, connection, exit };
  }
}

type Outcome<T> =
  | { readonly exited: false; readonly value: T; readonly reason?: undefined }
  | { readonly exited: true; readonly value?: undefined; readonly reason: string | undefined };

/** The answer, or how the process ended before it gave one. Rejects where the request itself failed. */
function outcome<T>(child: Child, request: Promise<T>): Promise<Outcome<T>> {
  const exit = child.exit.then((reason): Outcome<T> => ({ exited: true, reason }));
  const answer = request.then(
    (value): Outcome<T> => ({ exited: false, value }),
    // A channel that breaks fails the request before the process is known to have ended.
    error => (child.process.connected ? Promise.reject(error) : exit),
  );
  return Promise.race([answer, exit]);
}

function cancelled(token: CancellationTokenLike | undefined): Promise<void> {
  if (token === undefined) return new Promise(() => undefined);
  return new Promise(resolve => {
    if (token.isCancellationRequested) resolve();
    else token.onCancellationRequested(() => resolve());
  });
}
