import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { ModelCard } from '@vprog/language';
import { writeModel } from '@vprog/onnx';
import type { HomeDirs } from '@vprog/runtime/home';
import { modelInput, type Picture } from '@vprog/runtime/models';
import { openSession, type RawTensors } from '@vprog/runtime/session';
import { NotDifferentiable } from '../autodiff/differentiate.ts';
import { DistillError } from '../errors.ts';
import type { LossPoint } from '../protocol.ts';
import { shuffled } from '../random.ts';
import { anchorTensors } from '../students/anchors.ts';
import { type AdamW, defaultAdamW } from '../training/adamw.ts';
import { readCheckpoint, writeCheckpoint } from '../training/checkpoint.ts';
import { gather } from '../training/parameters.ts';
import { buildStep, type TrainingStep } from '../training/step.ts';
import { chooseWeights } from '../training/trainable.ts';
import { initialState, NonFinite, type TrainingState, train } from '../training/trainer.ts';
import { match } from './agreement.ts';
import { renderCrop } from './crops.ts';
import type { GeneralCrop } from './general.ts';
import type { Job } from './job.ts';
import { type Label, readTargets, toBox } from './label.ts';
import { Inputs, type Recording } from './record.ts';
import { loadStudent, writeCandidate } from './student.ts';
import { see, type Teaching } from './teaching.ts';

/** How training goes. A model of under ten million weights trains all of them. */
export interface Course {
  readonly epochs: number;
  /** Inputs averaged into one update. */
  readonly batch: number;
  readonly rate: number;
  readonly seed: number;
}

export interface Trained {
  readonly updates: number;
  readonly losses: readonly LossPoint[];
  /** The card of the student with its new weights. */
  readonly candidate: ModelCard;
}

export interface TrainStageOptions {
  readonly course: Course;
  readonly onProgress: (done: number, total: number, loss?: number) => void;
  readonly signal: AbortSignal;
}

/** Updates made by one run of the graph: Cancel waits for one, and a checkpoint is written after a few. */
const perRun = 4;
const checkpointEvery = 8 * perRun;
const checkpointFile = 'training.ckpt';

/** Trains the student on what the teacher said, and on inputs that it is to answer as before. */
export async function trainStage(
  home: HomeDirs,
  job: Job,
  teaching: Teaching,
  data: {
    readonly recordings: readonly Recording[];
    readonly labels: readonly Label[];
    readonly used: readonly number[];
    readonly replay: readonly GeneralCrop[];
  },
  { course, onProgress, signal }: TrainStageOptions,
): Promise<Trained> {
  const { lesson } = teaching;
  const items = [
    ...(await taughtItems(job, teaching, data, signal)),
    ...(await replayItems(teaching, data.replay, signal)),
  ];
  const perEpoch = Math.max(1, Math.floor(items.length / course.batch));
  const updates = perEpoch * course.epochs;
  const student = await loadStudent(teaching.student, items[0]!);
  const optimizer: AdamW = {
    ...defaultAdamW,
    rate: course.rate,
    warmup: Math.min(20, Math.ceil(updates / 10)),
    updates,
  };
  const trained = chooseWeights(student.model.graph, { kind: 'all' });
  const step = await refusingUntrainable(teaching.student, () =>
    buildStep(
      {
        model: student.model,
        trained,
        targets: lesson.targets,
        loss: lesson.loss,
        optimizer,
        accumulate: course.batch,
      },
      items[0]!,
      model => openSession(model),
    ),
  );
  const start = initialState(gather(student.model.graph, step.layout));
  const batch = batches(items, course, perEpoch);
  const id = courseId(course, step, start, items);
  const { state, losses } = await trainOn(job, step, start, id, { updates, batch, onProgress, signal });
  return { updates, losses, candidate: await writeCandidate(home, student, state.parameters, step.layout) };
}

/** Every input at most once in an epoch, in another order each time; what is left over by the batches is left out of it. */
function batches(items: readonly RawTensors[], { batch, seed }: Course, perEpoch: number) {
  let [epoch, order] = [-1, [] as RawTensors[]];
  return (update: number): readonly RawTensors[] => {
    const now = Math.floor(update / perEpoch);
    if (now !== epoch) [epoch, order] = [now, shuffled(items, seed * 7919 + now)];
    const at = (update % perEpoch) * batch;
    return Array.from({ length: batch }, (_, index) => order[(at + index) % order.length]!);
  };
}

/** Runs the updates, from the last checkpoint where there is one. */
async function trainOn(
  job: Job,
  step: TrainingStep,
  start: TrainingState,
  course: string,
  {
    updates,
    batch,
    onProgress,
    signal,
  }: Pick<TrainStageOptions, 'onProgress' | 'signal'> & {
    readonly updates: number;
    readonly batch: (update: number) => readonly RawTensors[];
  },
): Promise<{ readonly state: TrainingState; readonly losses: readonly LossPoint[] }> {
  const path = job.path(checkpointFile);
  const before = await readCheckpoint(path, course);
  const losses: LossPoint[] = [...(before?.losses ?? [])];
  await mkdir(job.folder, { recursive: true });
  const session = await openSession(writeModel(step.model));
  try {
    const state = await train(session, step, before?.state ?? start, {
      updates,
      perRun,
      batch,
      async afterRun(now, log) {
        losses.push(meanPoint(now.done, step.parts, log.losses));
        onProgress(now.done, updates, losses.at(-1)!.loss);
        await letIn();
        if (now.done % checkpointEvery === 0 || signal.aborted)
          await writeCheckpoint(path, { course, state: now, losses });
        signal.throwIfAborted();
      },
    });
    return { state, losses };
  } catch (error) {
    if (!(error instanceof NonFinite)) throw error;
    await writeCheckpoint(path, { course, state: error.state, losses });
    throw new DistillError(
      'training',
      error.message.replace(/\.$/, ''),
      'The model in force stays as it was, and the last good weights are in the checkpoint; try other data or another seed',
    );
  } finally {
    await session.release();
  }
}

/** Lets a request to cancel in: a model's call blocks the process. */
const letIn = () => new Promise(resolve => setImmediate(resolve));

function meanPoint(step: number, parts: readonly string[], rows: readonly (readonly number[])[]): LossPoint {
  const mean = (index: number) => rows.reduce((sum, row) => sum + row[index]!, 0) / rows.length;
  const values = parts.map((_, index) => mean(index));
  return {
    step,
    loss: values.reduce((sum, value) => sum + value, 0),
    parts: Object.fromEntries(parts.map((name, index) => [name, values[index]!])),
  };
}

const inputOf = ({ student }: Teaching, picture: Picture): RawTensors => {
  const { data, dims } = modelInput(picture, student.input);
  return { [student.input.name]: { type: 'float32', dims, data } };
};

async function taughtItems(
  job: Job,
  teaching: Teaching,
  { recordings, labels, used }: Parameters<typeof trainStage>[3],
  signal: AbortSignal,
): Promise<RawTensors[]> {
  const { anchors, values } = teaching.lesson;
  const inputs = new Inputs();
  const targets = await readTargets(job, anchors, values);
  try {
    const items: RawTensors[] = [];
    for (const index of used) {
      await letIn();
      signal.throwIfAborted();
      const { crop } = labels[index]!;
      const picture = renderCrop(await inputs.of(recordings[crop.recording]!), crop);
      const { raw } = await see(teaching.engine, teaching.student, picture);
      const own = teaching.lesson.fromStudent(raw);
      items.push({ ...inputOf(teaching, picture), ...anchorTensors(await targets.of(index), own) });
    }
    return items;
  } finally {
    await targets.close();
  }
}

/** Inputs that the student answers rightly, with its own answers: it is to go on so. */
async function replayItems(
  teaching: Teaching,
  crops: readonly GeneralCrop[],
  signal: AbortSignal,
): Promise<RawTensors[]> {
  const items: RawTensors[] = [];
  for (const { picture, truth } of crops) {
    await letIn();
    signal.throwIfAborted();
    const { raw, boxes } = await see(teaching.engine, teaching.student, picture);
    const { wrong, missed } = match(boxes.map(toBox), truth.map(toBox));
    if (wrong + missed > 0) continue;
    items.push({ ...inputOf(teaching, picture), ...anchorTensors(undefined, teaching.lesson.fromStudent(raw)) });
  }
  return items;
}

async function refusingUntrainable<T>({ id }: ModelCard, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotDifferentiable)) throw error;
    throw new DistillError(`model ${id}`, error.message.replace(/\..*$/s, ''), 'Choose another student', 'model');
  }
}

/** Of all that the weights at the end depend on: a checkpoint of anything else must not be gone on from. */
function courseId(
  course: Course,
  step: TrainingStep,
  { parameters }: TrainingState,
  items: readonly RawTensors[],
): string {
  const hash = createHash('sha256')
    .update(JSON.stringify(course))
    .update(writeModel(step.model))
    .update(bytesOf(parameters));
  for (const item of items) for (const { data } of Object.values(item)) hash.update(bytesOf(data));
  return hash.digest('hex');
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
