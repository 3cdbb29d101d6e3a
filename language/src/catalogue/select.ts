import { listOf, NONE, OBJECT, STR } from '../types.ts';
import { image, objects } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

export const select: ModuleSignature = {
  name: 'SELECT',
  parameters: [
    image,
    objects,
    {
      name: 'query',
      type: { kind: 'union', members: [STR, listOf(STR)] },
      doc: 'Which objects, in words; several separated by commas.',
      phrase: true,
    },
    {
      name: 'category',
      type: { kind: 'union', members: [STR, NONE, listOf(STR)] },
      doc: 'Narrows the choice to objects of this category, or of several separated by commas.',
      default: 'None',
      phrase: true,
    },
  ],
  returns: listOf(OBJECT),
  doc: `Picks objects from a list by what they are.

\`category\` narrows the choice to objects of that category, and leaves it as it is where there is none. Each name in \`query\` then takes all objects of that category; an empty query takes all. Where no name takes any, a single object that is left is taken, and among several a model that matches pictures with words has to choose: none comes with VProg.`,
  example: "OBJ1 = SELECT(image=IMAGE, object=OBJ0, query='dog', category=None)",
  capability: 'match',
  modelOptional: true,
};
