import { join } from 'node:path';
import type { Change, DistillResult, Estimate } from '@vprog/distill/protocol';
import { style } from '../output/style.ts';
import { count } from '../output/value.ts';

/** Who learns from whom on what, what it will cost, and what to know before. */
export function estimateLines({ student, teacher, pictures, crops, seconds, bytes, remarks }: Estimate): string[] {
  const data = `${grouped(crops)} crops of ${count(pictures, 'picture', 'pictures')}`;
  return [
    `${student.id} learns from ${teacher.id} on ${data}: about ${timeText(seconds)}, ${bytesText(bytes)} of disk.`,
    ...remarks.map(remark => `Note: ${remark}`),
  ];
}

/** How many of the pictures that were left out are told, before the report has to do. */
const mostLines = 5;

/** The gate's verdict and the figures that it rests on, and where the report is. */
export function resultText(result: DistillResult): string {
  const { accepted, reason, metric, truth, retention, flipped, skipped, teacher, job } = result;
  const verdict = accepted ? style('green', 'Accepted') : style('red', 'Refused');
  return [
    `${style('bold', verdict)}: ${reason}`,
    `  agreement with ${teacher.id}: ${changeText(metric)}`,
    truth === undefined
      ? '  against boxes drawn by hand: the data has none'
      : `  against boxes drawn by hand: ${changeText(truth)}`,
    ...retention.map(row => `  ${row.set}: ${changeText(row)}; ${row.rule}`),
    `  changed answers: ${grouped(flipped)} of ${grouped(metric.items)} held-out crops`,
    ...skipped.slice(0, mostLines).map(one => `  left out: ${one}`),
    ...(skipped.length > mostLines ? [`  and ${skipped.length - mostLines} more, see the report`] : []),
    `The report is in ${reportPath(job)}.`,
  ].join('\n');
}

/** `F1 0.912 -> 0.957, a change of 0.045 (95 % interval 0.021 to 0.071, over 240 held-out crops of 9 photos)` */
function changeText({ name, before, after, low, high, items, photos }: Change): string {
  const scope = `${count(items, 'held-out crop', 'held-out crops')} of ${count(photos, 'photo', 'photos')}`;
  const change = `${signed(after - before)} (95 % interval ${signed(low)} to ${signed(high)}, over ${scope})`;
  return `${name} ${before.toFixed(3)} -> ${style('bold', after.toFixed(3))}, ${change}`;
}

export const signed = (value: number): string => `${value < 0 ? '' : '+'}${value.toFixed(3)}`;

export const reportPath = (folder: string): string => join(folder, 'report.html');

const grouped = (number: number): string => number.toLocaleString('en-US');

/** A guess, rounded up: `20 s`, `3 min`. */
export const timeText = (seconds: number): string =>
  seconds <= 90 ? `${Math.max(5, 5 * Math.ceil(seconds / 5))} s` : `${Math.ceil(seconds / 60)} min`;

export const bytesText = (bytes: number): string =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
