import { writeModel } from '@vprog/onnx';
import { decodeFile, modelInput, type Picture, wholePicture } from '@vprog/runtime/models';
import { openSession, type RawTensors } from '@vprog/runtime/session';
import { anchorTensors } from '../students/anchors.ts';
import { defaultAdamW } from '../training/adamw.ts';
import { gather } from '../training/parameters.ts';
import { buildStep } from '../training/step.ts';
import { chooseWeights } from '../training/trainable.ts';
import { initialState, train } from '../training/trainer.ts';
import { drawCrops, renderCrop } from './crops.ts';
import { bundledPhotos } from './general.ts';
import { photosIn } from './photos.ts';
import { loadStudent } from './student.ts';
import { see, type Teaching } from './teaching.ts';
import type { Course } from './train.ts';

/** Crops in all, and how training goes. */
export interface Plan {
  readonly crops: number;
  readonly course: Course;
}

/** Seconds for one crop, measured on this machine just now. */
export interface Costs {
  readonly label: number;
  readonly train: number;
  readonly judge: number;
}

const usual = { crops: 800, epochs: 12, batch: 8, rate: 6e-4 } as const;

/**
 * What is done for a request.
 * @param budget seconds that training may take: fewer epochs then, at least one.
 */
export function planFor(seed: number, costs: Costs, budget: number | undefined): Plan {
  const perEpoch = usual.crops * costs.train;
  const epochs =
    budget === undefined ? usual.epochs : Math.max(1, Math.min(usual.epochs, Math.floor(budget / perEpoch)));
  return { crops: usual.crops, course: { epochs, batch: usual.batch, rate: usual.rate, seed } };
}

/** Of all stages. A third of the crops is held out, about as many general ones are replayed instead. */
export const secondsOf = ({ crops, course }: Plan, costs: Costs, inputs: number): number =>
  (crops + inputs) * costs.label + crops * course.epochs * costs.train + crops * costs.judge;

/** Tries each kind of work once on a bundled photo. */
export async function measureCosts({ teacher, student, engine, lesson, category }: Teaching): Promise<Costs> {
  const [photo] = await photosIn(bundledPhotos(), category);
  const whole = wholePicture((await decodeFile(photo!.path)).pixels);
  const crops = drawCrops(0, whole.pixels, photo!.truth ?? [], 3, 1).map(crop => renderCrop(whole, crop));
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    return (performance.now() - start) / 1000;
  };
  const ask = async (picture: Picture) => {
    await see(engine, teacher, picture);
    await see(engine, student, picture);
  };
  // The first opens the sessions.
  await ask(crops[0]!);
  const label = await timed(() => ask(crops[1]!));
  const judge = await timed(() => see(engine, student, crops[2]!));
  const { raw } = await see(engine, student, crops[0]!);
  const input = modelInput(crops[0]!, student.input);
  const item: RawTensors = {
    [student.input.name]: { type: 'float32', dims: input.dims, data: input.data },
    ...anchorTensors(undefined, lesson.fromStudent(raw)),
  };
  const { model } = await loadStudent(student, item);
  const step = await buildStep(
    {
      model,
      trained: chooseWeights(model.graph, { kind: 'all' }),
      targets: lesson.targets,
      loss: lesson.loss,
      optimizer: { ...defaultAdamW, rate: 0, warmup: 0, updates: 1 },
      accumulate: usual.batch,
    },
    item,
    bytes => openSession(bytes),
  );
  const session = await openSession(writeModel(step.model));
  const batch = () => Array.from({ length: usual.batch }, () => item);
  const run = () =>
    train(session, step, initialState(gather(model.graph, step.layout)), { updates: 1, perRun: 1, batch });
  await run();
  const update = await timed(run);
  await session.release();
  return { label: label + 0.004, train: update / usual.batch, judge: judge + 0.004 };
}
