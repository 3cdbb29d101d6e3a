import type { ScoredBox } from '../protocol.ts';
import { logit } from '../students/anchors.ts';
import type { Label } from './label.ts';

/** Which labels are learnt from, and why the others are not. */
export interface Filtered {
  /** Indexes of labels. */
  readonly used: readonly number[];
  readonly left: readonly { readonly label: number; readonly reason: 'unsure' | 'mostly outside' }[];
}

/** A score this near to the teacher's threshold, in logits, says little about what it would say of the same again. */
const unsure = 0.15;
/** The least part of a crop that its picture must fill. */
const least = 0.25;

/**
 * Leaves out labels of the training side that the teacher is unsure of, and crops that are mostly black. What is held out
 * stays as it is: judging only what is easy would flatter.
 * @param threshold the teacher's.
 * @param sizes width and height of each recorded input.
 */
export function filter(
  labels: readonly Label[],
  threshold: number,
  sizes: readonly { readonly width: number; readonly height: number }[],
): Filtered {
  const limit = logit(threshold);
  const used: number[] = [];
  const left: { label: number; reason: 'unsure' | 'mostly outside' }[] = [];
  for (const [index, label] of labels.entries()) {
    if (label.side !== 'train') continue;
    const scores = [label.best, ...label.teacher.map(({ score }: ScoredBox) => score)];
    const doubtful = scores.some(score => Math.abs(logit(score) - limit) < unsure);
    if (doubtful) left.push({ label: index, reason: 'unsure' });
    else if (inside(label, sizes[label.crop.recording]!) < least) left.push({ label: index, reason: 'mostly outside' });
    else used.push(index);
  }
  return { used, left };
}

/** The part of a crop that the picture fills, 0 to 1. */
function inside(
  { crop: { region } }: Label,
  { width, height }: { readonly width: number; readonly height: number },
): number {
  const across = Math.max(0, Math.min(width, region.x2) - Math.max(0, region.x1));
  const down = Math.max(0, Math.min(height, region.y2) - Math.max(0, region.y1));
  return (across * down) / ((region.x2 - region.x1) * (region.y2 - region.y1));
}
