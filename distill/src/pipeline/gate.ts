import type { ModelCard } from '@vprog/language';
import { encodePicture } from '@vprog/runtime/models';
import type { Change, DistillResult, Flip, ScoredBox } from '../protocol.ts';
import { compare, type Matches, match, type Paired } from './agreement.ts';
import { cropSize, renderCrop } from './crops.ts';
import type { GeneralCrop } from './general.ts';
import type { Job } from './job.ts';
import { type Label, toBox } from './label.ts';
import { Inputs, type Recording } from './record.ts';
import { see, type Teaching } from './teaching.ts';

export type Verdict = Pick<
  DistillResult,
  'metric' | 'truth' | 'retention' | 'flipped' | 'flips' | 'accepted' | 'reason'
>;

export interface GateOptions {
  readonly seed: number;
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** What every figure here is. */
const figure = 'F1 at IoU 0.5';
/** How far a figure may drop on a set that is large enough to tell, and how large that is. */
const tolerance = 0.005;
const large = 2000;
/** How many flipped crops are kept as pictures. */
const shown = 48;

/** Judges the candidate on what is held out, in everything as programs would see it. */
export async function gate(
  job: Job,
  teaching: Teaching,
  candidate: ModelCard,
  data: {
    readonly recordings: readonly Recording[];
    readonly labels: readonly Label[];
    readonly general: readonly GeneralCrop[];
  },
  { seed, onProgress, signal }: GateOptions,
): Promise<Verdict> {
  const held = data.labels.filter(({ side }) => side === 'held-out');
  const total = held.length + data.general.length;
  const inputs = new Inputs();
  const pairs: Paired[] = [];
  const truths: Paired[] = [];
  const flips: Flip[] = [];
  let flipped = 0;
  for (const [index, label] of held.entries()) {
    signal.throwIfAborted();
    onProgress(index, total);
    const picture = renderCrop(await inputs.of(data.recordings[label.crop.recording]!), label.crop);
    const { boxes } = await see(teaching.engine, candidate, picture);
    const { file } = data.recordings[label.crop.recording]!;
    const pair = paired(file, label.student, boxes, label.teacher);
    pairs.push(pair);
    if (label.truth !== undefined) truths.push(paired(file, label.student, boxes, label.truth));
    const change = changeOf(pair);
    if (change === undefined) continue;
    flipped++;
    if (flips.length >= shown) continue;
    const name = `flips/${index}.jpg`;
    await job.write(name, (await encodePicture(picture, { format: 'jpeg' })).bytes);
    const { width, height } = cropSize(label.crop);
    const before = label.student;
    flips.push({
      photo: label.photo,
      change,
      picture: name,
      width,
      height,
      teacher: label.teacher,
      before,
      after: boxes,
    });
  }
  const retained: Paired[] = [];
  for (const [index, { photo, picture, truth }] of data.general.entries()) {
    signal.throwIfAborted();
    onProgress(held.length + index, total);
    const before = await see(teaching.engine, teaching.student, picture);
    const after = await see(teaching.engine, candidate, picture);
    retained.push(paired(photo, before.boxes, after.boxes, truth));
  }
  const metric = compare(figure, pairs, seed);
  const set = 'bundled photos that were not learnt from';
  const retention = [{ set, ...withRule(compare(figure, retained, seed)) }];
  return {
    metric,
    ...(truths.length === 0 ? {} : { truth: compare(figure, truths, seed) }),
    retention,
    flipped,
    flips,
    ...decide(metric, retention),
  };
}

function paired(
  photo: string,
  before: readonly ScoredBox[],
  after: readonly ScoredBox[],
  wanted: readonly ScoredBox[],
): Paired {
  const of = (boxes: readonly ScoredBox[]) => match(boxes.map(toBox), wanted.map(toBox));
  return { photo, before: of(before), after: of(after) };
}

const isExact = ({ wrong, missed }: Matches): boolean => wrong + missed === 0;

function changeOf({ before, after }: Paired): Flip['change'] | undefined {
  if (isExact(before) === isExact(after)) return undefined;
  return isExact(after) ? 'right' : 'wrong';
}

type Retained = Change & { readonly rule: string };

function withRule(change: Change): Retained {
  const rule =
    change.items >= large
      ? `${large} crops or more: refused where the figure drops by more than ${tolerance}`
      : `under ${large} crops: refused where the interval of the difference lies below 0`;
  return { ...change, rule };
}

const drops = ({ items, before, after, high }: Change): boolean =>
  items >= large ? !(before - after <= tolerance) : !(high >= 0);

/** Accepts where the interval of the metric's difference lies above 0 and nothing that is to be retained drops. */
export function decide(
  metric: Change,
  retention: readonly (Retained & { readonly set: string })[],
): { readonly accepted: boolean; readonly reason: string } {
  const digits = (value: number) => value.toFixed(3);
  // What is no number is not above 0 either.
  if (!(metric.low > 0)) {
    const gained = metric.after > metric.before ? 'may be chance' : 'did not rise';
    return {
      accepted: false,
      reason: `The agreement with the teacher ${gained}: ${digits(metric.before)} before, ${digits(metric.after)} after, and the interval of the difference, ${digits(metric.low)} to ${digits(metric.high)}, is not above 0. The version in force stays.`,
    };
  }
  const lost = retention.find(drops);
  if (lost !== undefined) {
    return {
      accepted: false,
      reason: `It got worse on ${lost.set}: ${digits(lost.before)} before, ${digits(lost.after)} after (${lost.rule}). The version in force stays.`,
    };
  }
  return {
    accepted: true,
    reason: `The agreement with the teacher rose from ${digits(metric.before)} to ${digits(metric.after)}, by ${digits(metric.low)} to ${digits(metric.high)}, and nothing that is to be retained dropped.`,
  };
}
