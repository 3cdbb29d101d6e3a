import { join } from 'node:path';
import type { RuntimeHost } from '@vprog/runtime/host';
import type { ImageJson, Step, StepPicture, Trace } from '@vprog/runtime/protocol';
import { writeOutput } from './files.ts';
import { note } from './text.ts';

/**
 * Saves what each step shows as `CELL-STEP-NAME.png` in `folder`, at full size: its output, where that is a picture, else
 * the picture with what was found drawn in. Makes the folder. Returns the trace with the path in each such image. Counted from 0.
 */
export async function savePictures(runtime: RuntimeHost, trace: Trace, folder: string): Promise<Trace> {
  const steps: Step[] = [];
  for (const step of trace.steps) {
    const path = join(folder, `${trace.cell}-${String(step.index).padStart(2, '0')}-${step.name}.png`);
    steps.push(await savePicture(runtime, step, path));
  }
  const result = steps.at(-1)?.output;
  note(`Saved the steps' pictures in ${folder}.`);
  return { ...trace, steps, ...(trace.result === undefined || result === undefined ? {} : { result }) };
}

async function savePicture(runtime: RuntimeHost, step: Step, path: string): Promise<Step> {
  const { output, picture } = step;
  if (output?.type === 'image') {
    const image = output.value as ImageJson;
    await writeOutput(path, await pixels(runtime, { image, shapes: [] }));
    return { ...step, output: { ...output, value: { ...image, path } } };
  }
  if (picture === undefined) return step;
  await writeOutput(path, await pixels(runtime, picture));
  return { ...step, picture: { ...picture, image: { ...picture.image, path } } };
}

async function pixels(runtime: RuntimeHost, { image, shapes }: StepPicture): Promise<Uint8Array> {
  const { id, width, height } = image;
  const { data } = await runtime.picture({ id, maxWidth: width, maxHeight: height, format: 'png', shapes });
  return Buffer.from(data, 'base64');
}
