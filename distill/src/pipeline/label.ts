import { appendFile, open, readFile, stat, truncate } from 'node:fs/promises';
import { type Box, heightOf, type Picture, widthOf } from '@vprog/runtime/models';
import { diskReason } from '@vprog/runtime/write-whole';
import { DistillError } from '../errors.ts';
import type { ScoredBox } from '../protocol.ts';
import { type Crop, cropSize, drawCrops, renderCrop, toCrop, untouched } from './crops.ts';
import type { Job } from './job.ts';
import { Inputs, type Recording, sizeOf } from './record.ts';
import { heldOutSources, type Side } from './split.ts';
import { see, type Teaching } from './teaching.ts';

/** A crop of a recorded input, with what teacher and student say of it. Boxes are in pixels of the crop. */
export interface Label {
  readonly crop: Crop;
  readonly photo: string;
  readonly source: string;
  readonly side: Side;
  readonly teacher: readonly ScoredBox[];
  /** The highest score that the teacher gives anything, also below its threshold. */
  readonly best: number;
  readonly student: readonly ScoredBox[];
  /** Boxes drawn by hand whose centre is on the crop; absent where nobody looked. */
  readonly truth?: readonly ScoredBox[];
}

export interface Labelled {
  readonly labels: number;
  readonly heldOut: number;
  /** Which of the recorded inputs the teacher found something on. */
  readonly found: readonly boolean[];
}

export interface LabelOptions {
  readonly seed: number;
  /** Crops in all, about. */
  readonly crops: number;
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

export const labelsFile = 'labels.jsonl';
/** The teacher's answers as the student's targets: float32, scores then boxes of each label. */
export const targetsFile = 'targets.f32';

/** The most crops that are drawn of one input with something on it, and of one without. */
export const mostCrops = 72;
const mostEmpty = 14;

/** How many crops are drawn of each input: most of those with something on them. */
export function cropCounts(found: readonly boolean[], crops: number): readonly number[] {
  const having = found.filter(Boolean).length;
  const rest = found.length - having;
  const share = (part: number, count: number, most: number) =>
    count === 0 ? 0 : Math.min(most, Math.max(1, Math.round((crops * part) / count)));
  const [many, few] = [share(rest === 0 ? 1 : 0.6, having, mostCrops), share(having === 0 ? 1 : 0.4, rest, mostEmpty)];
  return found.map(has => (has ? many : few));
}

/**
 * The teacher answers crops of every recorded input; what it says of them is kept as it comes, and an earlier attempt is
 * taken up where it ended. Only the recorded inputs themselves, from which the crops are drawn, it answers anew each time.
 * @throws DistillError where a teacher or a picture fails, and from `heldOutSources`
 */
export async function label(
  job: Job,
  recordings: readonly Recording[],
  teaching: Teaching,
  options: LabelOptions,
): Promise<Labelled> {
  const { student, teacher, engine, lesson, category } = teaching;
  const inputs = new Inputs();
  const around: Box[][] = [];
  const found: boolean[] = [];
  for (const recording of recordings) {
    options.signal.throwIfAborted();
    const picture = await inputs.of(recording);
    const { boxes } = await asking(teacher.id, recording.photo, () => see(engine, teacher, picture));
    found.push(boxes.length > 0);
    around.push([...boxes.map(toBox), ...(recording.truth ?? [])]);
  }
  const held = heldOutSources(
    recordings.map(({ source, truth }, index) => ({ source, found: found[index]! && truth?.length !== 0 })),
    options.seed,
    category,
  );
  const counts = cropCounts(found, options.crops);
  const crops = recordings.flatMap((recording, index) => {
    const size = sizeOf(recording);
    const drawn = drawCrops(index, size, around[index]!, counts[index]!, options.seed * 100_003 + index);
    return [untouched(index, size.width, size.height), ...drawn];
  });
  const bytes = 4 * lesson.anchors * (1 + lesson.values);
  const done = await resumed(job, bytes);
  for (let index = done; index < crops.length; index++) {
    options.signal.throwIfAborted();
    options.onProgress(index, crops.length);
    const crop = crops[index]!;
    const recording = recordings[crop.recording]!;
    const picture = renderCrop(await inputs.of(recording), crop);
    const taught = await asking(teacher.id, recording.photo, () => see(engine, teacher, picture));
    const own = await asking(student.id, recording.photo, () => see(engine, student, picture));
    const { scores, boxes } = lesson.fromTeacher(taught.raw, own.raw.placement);
    await append(job.path(targetsFile), Buffer.concat([bytesOf(scores), bytesOf(boxes)]));
    const row: Label = {
      crop,
      photo: recording.photo,
      source: recording.source,
      side: held.has(recording.source) ? 'held-out' : 'train',
      teacher: taught.boxes,
      best: lesson.bestScore(taught.raw),
      student: own.boxes,
      ...(recording.truth === undefined ? {} : { truth: truthOn(picture, crop, recording.truth) }),
    };
    await append(job.path(labelsFile), `${JSON.stringify(row)}\n`);
  }
  const labels = await readLabels(job);
  return { labels: labels.length, heldOut: labels.filter(({ side }) => side === 'held-out').length, found };
}

/** Whether all that was labelled is still there. */
export async function isLabelled(
  job: Job,
  { labels }: Labelled,
  { anchors, values }: Teaching['lesson'],
): Promise<boolean> {
  const { size } = await stat(job.path(targetsFile)).catch(() => ({ size: 0 }));
  return size === labels * 4 * anchors * (1 + values) && (await readLabels(job)).length === labels;
}

export async function readLabels(job: Job): Promise<readonly Label[]> {
  const text = await readFile(job.path(labelsFile), 'utf8').catch(() => '');
  return wholeLines(text).map(line => JSON.parse(line) as Label);
}

/** Up to the first that is not whole: cut short, or damaged. */
function wholeLines(text: string): string[] {
  const lines = text.split('\n').slice(0, -1);
  const bad = lines.findIndex(line => !isJson(line));
  return bad < 0 ? lines : lines.slice(0, bad);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What drawn boxes are on a crop: those whose centre is. */
export function truthOn(picture: Picture, crop: Crop, truth: readonly Box[]): ScoredBox[] {
  const { width, height } = cropSize(crop);
  return truth
    .map(box => toCrop(box, crop))
    .filter(box => {
      const [x, y] = [(box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2];
      return x >= 0 && y >= 0 && x < width && y < height;
    })
    .map(({ x1, y1, x2, y2 }) => ({
      box: [
        Math.max(0, x1),
        Math.max(0, y1),
        Math.min(widthOf(picture.region), x2),
        Math.min(heightOf(picture.region), y2),
      ] as const,
      score: 1,
    }));
}

export const toBox = ({ box: [x1, y1, x2, y2] }: ScoredBox): Box => ({ x1, y1, x2, y2 });

/** How many labels an earlier attempt wrote whole; the rest of both files is cut off. */
async function resumed(job: Job, bytes: number): Promise<number> {
  const text = await readFile(job.path(labelsFile), 'utf8').catch(() => '');
  const size = await stat(job.path(targetsFile)).then(
    found => found.size,
    () => 0,
  );
  const lines = wholeLines(text);
  const done = Math.min(lines.length, Math.floor(size / bytes));
  if (text !== '') {
    await truncate(
      job.path(labelsFile),
      Buffer.byteLength(
        lines
          .slice(0, done)
          .map(line => `${line}\n`)
          .join(''),
      ),
    );
  }
  if (size > 0) await truncate(job.path(targetsFile), done * bytes);
  return done;
}

/** The targets of one label. */
export async function readTargets(job: Job, anchors: number, values: number) {
  const file = await open(job.path(targetsFile), 'r');
  return {
    async of(label: number) {
      const all = new Float32Array(anchors * (1 + values));
      await file.read(all, 0, all.byteLength, label * all.byteLength);
      return { scores: all.subarray(0, anchors), boxes: all.subarray(anchors) };
    },
    close: () => file.close(),
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

async function append(path: string, data: string | Uint8Array): Promise<void> {
  try {
    await appendFile(path, data);
  } catch (error) {
    const reason = diskReason(error);
    throw reason === undefined ? error : new Error(reason, { cause: error });
  }
}

/** What a model says; a failure names the model and the photo, and what was labelled before stays. */
async function asking<T>(model: string, photo: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof DistillError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DistillError(
      `model ${model}`,
      `it failed on ${photo}: ${reason}`,
      'What was labelled before is kept: mend this and start again',
      'model',
    );
  }
}
