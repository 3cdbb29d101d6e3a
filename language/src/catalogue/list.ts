import { INT, listOf, STR } from '../types.ts';
import type { ModuleSignature } from './signature.ts';

export const list: ModuleSignature = {
  name: 'LIST',
  parameters: [
    { name: 'query', type: STR, doc: 'What to list, such as `main characters of a film`.' },
    { name: 'max', type: { kind: 'union', members: [INT, STR] }, doc: 'How many at most.' },
  ],
  returns: listOf(STR),
  doc: `Lists things from general knowledge, as categories for CLASSIFY.

It needs a text model, and none comes with VProg; a list may be written out instead: \`categories=['cat', 'dog']\`.`,
  example: "LIST0 = LIST(query='breeds of dog', max=10)",
  capability: 'knowledge',
};
