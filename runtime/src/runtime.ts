import { dirname, join } from 'node:path';
import { LineIndex } from '@vprog/language';
import { DiskCache } from './cache/disk.ts';
import { StepCache } from './cache/step-cache.ts';
import { devicesOf } from './devices/devices.ts';
import { drawTags } from './draw/tags.ts';
import { createCapabilities } from './engines/capabilities.ts';
import { RunError } from './errors.ts';
import { type HomeDirs, homeDirs } from './home.ts';
import { encodePicture } from './images/encode.ts';
import { ImageFiles } from './images/files.ts';
import { asRunError } from './interpreter/execute.ts';
import { implementations } from './modules/index.ts';
import type {
  ActivateVersionParams,
  DeviceStatus,
  ModelStatus,
  ModuleModels,
  PictureParams,
  PictureResult,
  RunParams,
  Trace,
} from './protocol.ts';
import { type RunObserver, runCell } from './run.ts';
import { activateVersion } from './store/active-versions.ts';
import { findConfig, type LoadedEnvironment, loadEnvironment } from './store/environment.ts';
import { moduleModels } from './store/module-models.ts';
import { modelStatuses } from './store/status.ts';
import { VersionError } from './store/version.ts';
import { applicable } from './store/version-binding.ts';
import { PictureStore } from './trace/pictures.ts';
import { errorJson } from './trace/problem.ts';
import { makeTrace } from './trace/trace.ts';

/** Everything that the runtime's process does, for callers in the same process: one for each process. */
export class Runtime {
  readonly #home: HomeDirs;
  readonly #files = new ImageFiles();
  readonly #cache: StepCache;
  readonly #pictures = new PictureStore();
  #lastRun: Promise<unknown> = Promise.resolve();

  constructor(home = homeDirs()) {
    this.#home = home;
    this.#cache = new StepCache(new DiskCache(join(home.cache, 'steps')));
  }

  /** Runs one cell when the runs before it have ended; one that is cancelled meanwhile ends at once. Never rejects. */
  run(params: RunParams, observer: RunObserver = {}): Promise<Trace> {
    const result = this.#inTurn(observer.signal).then(() =>
      observer.signal?.aborted ? makeTrace(params, [], { cancelled: true }) : this.#run(params, observer),
    );
    this.#lastRun = Promise.all([this.#lastRun, result]).then(() => undefined);
    return result;
  }

  /** Rejects where the picture had to make room for others. */
  async picture({ id, maxWidth, maxHeight, format, shapes = [] }: PictureParams): Promise<PictureResult> {
    const picture = this.#pictures.get(id);
    if (picture === undefined) throw new Error('The runtime no longer has this picture; run the program again.');
    const { width, height, bytes } = await encodePicture(
      shapes.length === 0 ? picture : await drawTags(picture, shapes),
      { maxWidth, maxHeight, format },
    );
    return { width, height, data: Buffer.from(bytes).toString('base64') };
  }

  devices(): Promise<readonly DeviceStatus[]> {
    return devicesOf(this.#home.data).statuses();
  }

  async models(options: { readonly verify: boolean; readonly config?: string }): Promise<readonly ModelStatus[]> {
    const { verify, config } = options;
    return modelStatuses(await this.#environment(config), verify);
  }

  async versions({ config }: { readonly config?: string } = {}): Promise<readonly ModuleModels[]> {
    return moduleModels(await this.#environment(config), this.#home);
  }

  /** From the next run on. Throws VersionError where the model is not known, or the version is not one of its own. */
  async activateVersion({ model, number, config }: ActivateVersionParams): Promise<void> {
    const { cards } = await this.#environment(config);
    const card = cards.find(({ id, weights }) => id === model && weights === undefined);
    if (card === undefined) throw new VersionError(`There is no model ${model}: name one that \`vprog models\` lists.`);
    if (number !== 0) await applicable(this.#home, card, number);
    await activateVersion(this.#home, config, model, number);
  }

  clearCache(): Promise<void> {
    return this.#cache.clear();
  }

  async #run(params: RunParams, observer: RunObserver): Promise<Trace> {
    const { device, file, profile, config = file && findConfig(dirname(file)) } = params;
    try {
      const loaded = await this.#environment(config, profile);
      refuseErrors(loaded, config);
      const services = {
        environment: loaded.environment,
        implementations,
        models: (environment: LoadedEnvironment['environment']) =>
          createCapabilities(environment, { device, home: this.#home }),
        files: this.#files,
        cache: this.#cache,
        remember: this.#pictures.remember,
      };
      return await runCell(params, services, observer);
    } catch (thrown) {
      const error = errorJson(asRunError(thrown), { start: 0, end: 0 }, new LineIndex(params.text));
      return makeTrace(params, [], { error });
    }
  }

  #environment(config: string | undefined, profile?: string): Promise<LoadedEnvironment> {
    return loadEnvironment({ home: this.#home, ...(config && { config }), ...(profile && { profile }) });
  }

  #inTurn(signal: AbortSignal | undefined): Promise<unknown> {
    if (signal === undefined) return this.#lastRun;
    const aborted = new Promise(resolve => {
      if (signal.aborted) resolve(undefined);
      signal.addEventListener('abort', resolve, { once: true });
    });
    return Promise.race([this.#lastRun, aborted]);
  }
}

/** A configuration that says something else than its author meant would run other models than he thinks. */
function refuseErrors({ problems, configText }: LoadedEnvironment, config: string | undefined): void {
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong === undefined) return;
  const { line, character } = new LineIndex(configText).positionAt(wrong.span.start);
  const place = config === undefined ? '' : `${config}:${line + 1}:${character + 1}: `;
  throw new RunError(wrong.code, `${place}${wrong.message}`);
}
