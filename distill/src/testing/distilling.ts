import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HomeDirs } from '@vprog/runtime/home';
import { Distiller } from '../distiller.ts';
import type { DistillParams, Progress, Stage } from '../protocol.ts';
import { failure, folderOf, temporaryFolder } from './folder.ts';
import { declare, front, scoreBiases, variant } from './models.ts';

/** A small distillation of three photos that is accepted, in a folder of the test file's own. */
export function distilling() {
  const folder = temporaryFolder();
  const photos = folderOf(join(folder, 'photos'), ['astronaut', 'photographer', 'coffee']);
  /** Declared in place of BlazeFace front: sees less than that, which teaches it. */
  const dull = variant(join(folder, 'dull.onnx'), front, scoreBiases, value => value - 3);
  const config = declare(join(photos, 'vprog.json'), { blazeface_front: dull, original: front });
  const params: DistillParams = {
    capability: 'faces',
    teacher: 'original',
    data: { kind: 'folder', path: photos },
    seed: 1,
    // One epoch, on any machine.
    budget: 0.001,
  };

  const distill = (
    home: HomeDirs,
    more: Partial<DistillParams> = {},
    onProgress: (progress: Progress) => void = () => undefined,
    signal = new AbortController().signal,
  ) => new Distiller(home).distill({ ...params, ...more }, { onProgress, signal });

  /** Distils until a stage is so far, and cancels then. */
  async function cancelledAt(
    home: HomeDirs,
    stage: Stage,
    least: number,
    more: Partial<DistillParams> = {},
  ): Promise<Error> {
    const controller = new AbortController();
    const stop = (now: Progress) => {
      if (now.stage === stage && now.done >= least) controller.abort();
    };
    return failure(distill(home, more, stop, controller.signal));
  }

  return { folder, photos, dull, config, params, distill, cancelledAt };
}

/** The folders of jobs in a home, and what else lies there. */
export const jobsIn = (home: HomeDirs): string[] => readdirSync(join(home.data, 'jobs'));
