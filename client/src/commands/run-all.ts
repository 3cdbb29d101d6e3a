import type { Command } from './command.ts';
import { mayRun, startCell } from './start.ts';
import { targetDocument } from './target.ts';

/** Runs every cell of the program, one after the other. */
export const runAll: Command = {
  id: 'vprog.runAll',
  run: async (context, uri) => {
    if (!(await mayRun())) return;
    const document = targetDocument(uri);
    if (!document) return;
    for (const { index } of await context.documents.cells(document)) {
      // Read again each time: the text may have changed during the run before.
      const cell = (await context.documents.cells(document)).find(other => other.index === index);
      if (cell) await startCell(context, document, cell, false);
    }
  },
};
