import { join } from 'node:path';
import type { RuntimeHost } from '@vprog/runtime/host';
import type { ImageJson, Step, StepPicture, Trace } from '@vprog/runtime/protocol';
import { UsageError } from './exit.ts';
import { makeFolder, writeOutput } from './files.ts';
import { note } from './text.ts';

/**
 * Saves what each step shows as `CELL-STEP-NAME.png` in a folder, at full size: its output, where that is a picture, else
 * the picture with what was found drawn in. Counted from 0. A picture that cannot be saved is a message; the others are.
 */
export class PictureSaver {
  readonly #runtime: RuntimeHost;
  readonly #folder: string;
  /** Of the run that is going on, by the index of the step; they never reject. */
  readonly #saving = new Map<number, Promise<Step>>();
  #failed = false;

  /** Makes the folder. Throws UsageError where it cannot. */
  static async open(runtime: RuntimeHost, folder: string): Promise<PictureSaver> {
    await makeFolder(folder);
    return new PictureSaver(runtime, folder);
  }

  private constructor(runtime: RuntimeHost, folder: string) {
    this.#runtime = runtime;
    this.#folder = folder;
  }

  /** Whether a picture could not be saved. */
  get failed(): boolean {
    return this.#failed;
  }

  /** To be called as the step ends: the runtime does not remember pictures for long. */
  add(step: Step, cell: number): void {
    const path = join(this.#folder, `${cell}-${String(step.index).padStart(2, '0')}-${step.name}.png`);
    this.#saving.set(step.index, this.#save(step, path));
  }

  /** Waits for the pictures of a run. Returns its trace with the path in each image that was saved. */
  async finish(trace: Trace): Promise<Trace> {
    const steps = await Promise.all(trace.steps.map(step => this.#saving.get(step.index) ?? step));
    this.#saving.clear();
    note(`Saved the steps' pictures in ${this.#folder}.`);
    const result = steps.at(-1)?.output;
    return { ...trace, steps, ...(trace.result === undefined || result === undefined ? {} : { result }) };
  }

  async #save(step: Step, path: string): Promise<Step> {
    const { output, picture } = step;
    try {
      if (output?.type === 'image') {
        const image = output.value as ImageJson;
        await writeOutput(path, await this.#pixels({ image, shapes: [] }));
        return { ...step, output: { ...output, value: { ...image, path } } };
      }
      if (picture === undefined) return step;
      await writeOutput(path, await this.#pixels(picture));
      return { ...step, picture: { ...picture, image: { ...picture.image, path } } };
    } catch (error) {
      this.#failed = true;
      note(error instanceof UsageError ? error.message : `Cannot save ${path}: ${(error as Error).message}`);
      return step;
    }
  }

  async #pixels({ image, shapes }: StepPicture): Promise<Uint8Array> {
    const { id, width, height } = image;
    const { data } = await this.#runtime.picture({ id, maxWidth: width, maxHeight: height, format: 'png', shapes });
    return Buffer.from(data, 'base64');
  }
}
