import { type Progress, type Stage, stages } from '@vprog/distill/protocol';
import { countText } from '../text/quantity.ts';

const WORDS: Readonly<Record<Stage, string>> = {
  record: 'recording what the module is given',
  label: 'asking the teacher',
  filter: 'choosing what to learn from',
  train: 'training',
  gate: 'comparing old and new on held-out crops',
};

/** Each stage's part of the whole time; they add up to 1. */
const SHARES: Readonly<Record<Stage, number>> = { record: 0.05, label: 0.15, filter: 0.02, train: 0.68, gate: 0.1 };

/** How far a distillation is, over all stages: 0 to 100. */
export function percentOf({ stage, done, total }: Progress): number {
  const before = stages.slice(0, stages.indexOf(stage)).reduce((sum, earlier) => sum + SHARES[earlier], 0);
  const within = total > 0 ? Math.min(1, done / total) : 0;
  return 100 * (before + within * SHARES[stage]);
}

/** `42 % · training, 340 of 1,200, loss 0.412 (4 of 5)` */
export function progressText(progress: Progress): string {
  const { stage, done, total, loss } = progress;
  const words = [
    WORDS[stage],
    ...(total > 0 ? [`${countText(done)} of ${countText(total)}`] : []),
    ...(loss === undefined ? [] : [`loss ${loss.toPrecision(3)}`]),
  ];
  return `${Math.floor(percentOf(progress))} % · ${words.join(', ')} (stage ${stages.indexOf(stage) + 1} of ${stages.length})`;
}
