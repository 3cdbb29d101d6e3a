import type { DistillResult } from '@vprog/distill/protocol';
import { modelName } from '../text/model.ts';
import type { Bar } from './report-page.ts';

/** What can be done with the outcome of a distillation: kept or discarded where it was accepted and is still open. */
export function barOf({ accepted, reason, version, student }: DistillResult): Bar {
  if (version !== null) return { text: `Kept as ${modelName(version)}.`, buttons: [] };
  if (!accepted) return { text: `Refused, so nothing changes: ${reason}`, buttons: [] };
  return {
    text: `Keep what ${modelName(student.id)} learnt, and use it from the next run on?`,
    buttons: [
      { command: 'keep', title: 'Keep', primary: true },
      { command: 'discard', title: 'Discard' },
    ],
  };
}
