import { without } from '../results/results.ts';
import type { Command } from './command.ts';
import { noResult, targetChip, targetDocument } from './target.ts';

/** Takes one step's result off the text. */
export const clearStep: Command = {
  id: 'vprog.clearStep',
  run: (context, ...args) => {
    const document = targetDocument(args[0]);
    const chip = targetChip(context, args);
    if (!document || !chip) return noResult();
    context.documents.update(document.uri, all =>
      all.map(results => (results.cell === chip.cell ? without(results, chip.key) : results)),
    );
  },
};
