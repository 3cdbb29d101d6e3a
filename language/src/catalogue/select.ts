import { listOf, NONE, OBJECT, STR } from '../types.ts';
import { image, objects } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

export const select: ModuleSignature = {
  name: 'SELECT',
  parameters: [
    image,
    objects,
    { name: 'query', type: STR, doc: 'Which objects, in words; several separated by commas.', phrase: true },
    {
      name: 'category',
      type: { kind: 'union', members: [STR, NONE] },
      doc: 'Keeps objects whose category stands in this text; where none does, all are kept.',
      default: 'None',
      phrase: true,
    },
  ],
  returns: listOf(OBJECT),
  doc: `Picks objects from a list by what they are.

With \`category\`, keeps the objects of that category, or all of them where there are none. Without it, each word of \`query\` that is a category takes all objects of that category. Where that finds nothing, a model that matches pictures with words picks the best object for each word.`,
  example: "OBJ1 = SELECT(image=IMAGE, object=OBJ0, query='dog', category=None)",
  capability: 'match',
  modelOptional: true,
};
