import { listOf, OBJECT, STR } from '../types.ts';
import { image } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

export const loc: ModuleSignature = {
  name: 'LOC',
  parameters: [
    image,
    {
      name: 'object',
      type: STR,
      doc: 'What to look for, such as `dog`; or `TOP`, `BOTTOM`, `LEFT`, `RIGHT` for that half of the picture.',
      phrase: true,
      values: ['TOP', 'BOTTOM', 'LEFT', 'RIGHT'],
    },
  ],
  returns: listOf(OBJECT),
  doc: `Finds every object of a kind, the surest first.

Gives a list of objects, each with \`box\`, \`category\` and \`score\`; the list is empty where nothing is found. An object is accepted wherever a box is. \`TOP\`, \`BOTTOM\`, \`LEFT\` and \`RIGHT\`, in capitals, give that half of the picture without asking a model.

What can be found depends on the bound detector. One with a fixed list of labels knows common words for them (\`woman\` is found as \`person\`) and ignores adjectives (\`red car\` finds every car); both are said on the step.`,
  example: "BOX0 = LOC(image=IMAGE, object='dog')",
  capability: 'detect',
};
