import type { Command } from './command.ts';
import { mayRun, startCell } from './start.ts';
import { targetCell, targetDocument } from './target.ts';

/** Asks for the pictures first, whatever the directives say; they stay as they are in the text. */
export const runOn: Command = {
  id: 'vprog.runOn',
  run: async (context, uri, index) => {
    if (!(await mayRun())) return;
    const document = targetDocument(uri);
    const cell = document && (await targetCell(context, document, index));
    if (document && cell) await startCell(context, document, cell, true);
  },
};
