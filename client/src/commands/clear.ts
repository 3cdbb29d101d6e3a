import type { Command } from './command.ts';
import { targetDocument } from './target.ts';

/** What the binding of the Escape key hands over. */
const BY_ESCAPE = 'escape';

/** Takes the results of a program off its text; runs that go on are cancelled. Escape closes a result's hover first. */
export const clear: Command = {
  id: 'vprog.clear',
  run: ({ documents, hovers, runs }, uri) => {
    if (uri === BY_ESCAPE && hovers.dismiss()) return;
    const document = targetDocument(uri === BY_ESCAPE ? undefined : uri);
    if (!document) return;
    runs.cancel(document.uri);
    documents.update(document.uri, () => []);
  },
};
