import { type CancellationTokenLike, type Child, type ChildOptions, forkChild, outcome } from '@vprog/runtime/child';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { DistillError } from './errors.ts';
import { unpackError } from './process/errors.ts';
import {
  type DistillParams,
  type DistillResult,
  discardRequest,
  distillRequest,
  type Estimate,
  type ExportParams,
  estimateRequest,
  exportRequest,
  keepRequest,
  type Progress,
  progressNotification,
} from './protocol.ts';

export { DistillError } from './errors.ts';

/** `entry` is the distilling program: dist/distill.mjs, or process/main.ts among the sources. */
export interface DistillHostOptions extends Omit<ChildOptions, 'args'> {
  /** Seconds without a request after which the process ends; absent: a minute. */
  readonly idleSeconds?: number;
}

/** How long a cancelled request may take to end between two runs of a model, in milliseconds. */
const graceMs = 1000;

/** The user, or who owned the host, ended it. */
class Cancelled extends Error {
  override readonly name = 'Cancelled';

  constructor() {
    super('Cancelled; what is finished is kept.');
  }
}

/**
 * The distilling process, seen from outside: started at the first call, again by the call after it ended. Requests
 * reject with an Error whose message is for the user: a DistillError, one named `Cancelled`, or one sentence about a
 * process that stopped.
 */
export class DistillHost {
  readonly #options: DistillHostOptions;
  #child: Child | undefined;
  #disposed = false;
  #distilling = false;
  /** Requests that are not answered yet. */
  #pending = 0;

  constructor(options: DistillHostOptions) {
    this.#options = options;
  }

  /** Of the process, while there is one. */
  get pid(): number | undefined {
    return this.#child?.process.pid;
  }

  estimate(params: DistillParams, token?: CancellationTokenLike): Promise<Estimate> {
    return this.#ask(({ connection }, stop) => connection.sendRequest(estimateRequest, params, stop.token), token);
  }

  /**
   * Takes up an earlier attempt with the same parameters and data where it ended. One at a time. A cancelled one leaves
   * what is finished on disk.
   */
  async distill(
    params: DistillParams,
    onProgress: (progress: Progress) => void,
    token?: CancellationTokenLike,
  ): Promise<DistillResult> {
    if (this.#distilling) {
      throw new DistillError('Distilling', 'another distillation is running', 'Wait until it ends, or cancel it');
    }
    this.#distilling = true;
    try {
      return await this.#ask(async ({ connection }, stop) => {
        const progress = connection.onNotification(progressNotification, onProgress);
        try {
          return await connection.sendRequest(distillRequest, params, stop.token);
        } finally {
          progress.dispose();
        }
      }, token);
    } finally {
      this.#distilling = false;
    }
  }

  /** Makes the accepted candidate of a job (its folder) a version, and activates it. */
  keep(job: string, config?: string): Promise<DistillResult> {
    const params = config === undefined ? { job } : { job, config };
    return this.#ask(({ connection }) => connection.sendRequest(keepRequest, params));
  }

  /** Throws the candidate of a job (its folder) away. */
  discard(job: string): Promise<void> {
    return this.#ask(({ connection }) => connection.sendRequest(discardRequest, { job }));
  }

  /** Resolves to the path of the ONNX file. */
  export(params: ExportParams): Promise<string> {
    return this.#ask(({ connection }) => connection.sendRequest(exportRequest, params));
  }

  /** Ends the process; what still runs counts as cancelled. */
  dispose(): void {
    this.#disposed = true;
    this.#child?.process.kill('SIGTERM');
  }

  async #ask<T>(request: Request<T>, token?: CancellationTokenLike): Promise<T> {
    const first = await this.#attempt(request, token);
    if ('value' in first) return first.value;
    // It ended for being idle while the request was on its way.
    const second = await this.#attempt(request, token);
    if ('value' in second) return second.value;
    throw new Error(stopped('exit status 0'));
  }

  /** The answer; nothing where the process ended before, as it should. */
  async #attempt<T>(
    request: Request<T>,
    token: CancellationTokenLike | undefined,
  ): Promise<{ readonly value: T } | { readonly exited: true }> {
    if (token?.isCancellationRequested) throw new Cancelled();
    const child = this.#start();
    const stop = new CancellationTokenSource();
    const grace = this.#cancellation(child, stop, token);
    this.#pending++;
    try {
      const answer = await Promise.race([outcome(child, request(child, stop)), grace.over]);
      if (answer === undefined || token?.isCancellationRequested) throw new Cancelled();
      if (!answer.exited) return { value: answer.value };
      if (this.#disposed) throw new Cancelled();
      if (answer.reason !== undefined) throw new Error(stopped(answer.reason));
      return { exited: true };
    } catch (error) {
      throw token?.isCancellationRequested || this.#disposed ? new Cancelled() : unpackError(error);
    } finally {
      this.#pending--;
      grace.dispose();
      stop.dispose();
    }
  }

  /** Passes a cancellation on; `over` resolves when the process did not end the request by itself in time. */
  #cancellation(child: Child, stop: CancellationTokenSource, token: CancellationTokenLike | undefined) {
    let timer: NodeJS.Timeout | undefined;
    let listener: { dispose(): void } | undefined;
    const over = new Promise<undefined>(resolve => {
      listener = token?.onCancellationRequested(() => {
        stop.cancel();
        timer ??= setTimeout(() => {
          // Other requests are not ours to end: then it stops by itself before the next run of a model.
          if (this.#pending === 1) this.#kill(child);
          resolve(undefined);
        }, graceMs);
      });
    });
    const dispose = () => {
      clearTimeout(timer);
      listener?.dispose();
    };
    return { over, dispose };
  }

  #kill(child: Child): void {
    child.process.kill('SIGKILL');
    if (this.#child === child) this.#child = undefined;
  }

  #start(): Child {
    if (this.#disposed) throw new Error('The distilling process was shut down.');
    if (this.#child !== undefined) return this.#child;
    const { idleSeconds = 60, ...options } = this.#options;
    const child = forkChild({ ...options, args: [String(idleSeconds)] }, () => {
      if (this.#child === child) this.#child = undefined;
    });
    this.#child = child;
    return child;
  }
}

type Request<T> = (child: Child, stop: CancellationTokenSource) => Promise<T>;

const stopped = (reason: string): string =>
  `The distilling process stopped unexpectedly (${reason}); what it finished is kept: start it again to go on.`;
