import type { Command } from './command.ts';
import { targetDocument } from './target.ts';

/** Takes the results of a program off its text; runs that go on are cancelled. */
export const clear: Command = {
  id: 'vprog.clear',
  run: ({ documents, runs }, uri) => {
    const document = targetDocument(uri);
    if (!document) return;
    runs.cancel(document.uri);
    documents.update(document.uri, () => []);
  },
};
