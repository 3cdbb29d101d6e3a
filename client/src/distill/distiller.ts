import { DistillHost } from '@vprog/distill/host';
import type { DistillParams, DistillResult, Estimate, ExportParams, Progress } from '@vprog/distill/protocol';
import { type CancellationToken, type Disposable, type ExtensionContext, type LogOutputChannel, Uri } from 'vscode';

/** The distilling process, started with the first request and again after it ended; a process of its own beside the runtime's. */
export class Distiller implements Disposable {
  readonly #entry: string;
  readonly #log: LogOutputChannel;
  #host: DistillHost | undefined;

  constructor(extension: ExtensionContext, log: LogOutputChannel) {
    this.#entry = Uri.joinPath(extension.extensionUri, 'dist', 'distill.mjs').fsPath;
    this.#log = log;
  }

  estimate(params: DistillParams, token: CancellationToken): Promise<Estimate> {
    return this.#get().estimate(params, token);
  }

  /** A cancelled one rejects with an error for which `isCancelled` holds. */
  async distill(
    params: DistillParams,
    onProgress: (progress: Progress) => void,
    token: CancellationToken,
  ): Promise<DistillResult> {
    this.#log.info(`Distillation of ${params.capability}, taught by ${params.teacher}: begun`);
    const result = await this.#get().distill(params, onProgress, token);
    const verdict = result.accepted ? 'accepted' : 'refused';
    this.#log.info(`Distillation in ${result.job}: ${verdict} after ${Math.round(result.seconds)} s`);
    return result;
  }

  /** `config`: the vprog.json that is to name the version as active; absent: the user's home does. */
  keep(job: string, config: string | undefined): Promise<DistillResult> {
    return this.#get().keep(job, config);
  }

  discard(job: string): Promise<void> {
    return this.#get().discard(job);
  }

  /** Resolves to the path of the ONNX file. */
  export(params: ExportParams): Promise<string> {
    return this.#get().export(params);
  }

  /** Ends the process; the next request starts another one, and a distillation is taken up where it was. */
  restart(): void {
    this.#host?.dispose();
    this.#host = undefined;
  }

  dispose(): void {
    this.restart();
  }

  #get(): DistillHost {
    this.#host ??= new DistillHost({ entry: this.#entry, log: line => this.#log.info(line) });
    return this.#host;
  }
}

/** The user stopped it, which is nothing to complain of. */
export const isCancelled = (error: unknown): boolean => error instanceof Error && error.name === 'Cancelled';
