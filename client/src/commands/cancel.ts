import type { Command } from './command.ts';
import { targetDocument } from './target.ts';

/** Cancels the run of a lens's cell; without arguments those of the active program, else all. */
export const cancel: Command = {
  id: 'vprog.cancel',
  run: ({ runs }, uri, index) => runs.cancel(targetDocument(uri)?.uri, typeof index === 'number' ? index : undefined),
};
