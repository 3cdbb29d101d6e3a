import type { Estimate } from '@vprog/distill/protocol';
import { modelName } from '../text/model.ts';
import { bytesText, durationText, several } from '../text/quantity.ts';

/** Characters of a line of a quick pick that are surely seen, also beside the name of a group. */
const WIDTH = 66;

/** What stands on the last page before a distillation begins. */
export interface EstimateText {
  /** `about 2 min · 14 MB of disk` */
  readonly cost: string;
  /** `blazeface_front learns from blazeface_back on 1,200 crops of 22 photos` */
  readonly what: string;
  /** The remarks, each in lines of a quick pick. */
  readonly remarks: readonly (readonly string[])[];
}

export const estimateText = ({
  student,
  teacher,
  pictures,
  crops,
  seconds,
  bytes,
  remarks,
}: Estimate): EstimateText => ({
  cost: `about ${durationText(seconds)} · ${bytesText(bytes)} of disk`,
  what: `${modelName(student.id)} learns from ${modelName(teacher.id)} on ${several(crops, 'crop')} of ${several(pictures, 'photo')}`,
  remarks: remarks.map(remark => linesOf(remark)),
});

/** A text in lines of at most `width` characters, broken between words; a longer word has a line of its own. */
export function linesOf(text: string, width = WIDTH): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(part => part !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
