import type { Command } from './command.ts';
import { mayRun, startCell } from './start.ts';
import { targetCell, targetDocument } from './target.ts';

/** Runs the cell of a lens, or the one under the cursor. */
export const run: Command = {
  id: 'vprog.run',
  run: async (context, uri, index) => {
    if (!(await mayRun())) return;
    const document = targetDocument(uri);
    const cell = document && (await targetCell(context, document, index));
    if (document && cell) await startCell(context, document, cell, false);
  },
};
