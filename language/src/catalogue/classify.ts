import { listOf, OBJECT, STR } from '../types.ts';
import { image, objects } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

export const classify: ModuleSignature = {
  name: 'CLASSIFY',
  parameters: [
    image,
    objects,
    { name: 'categories', type: listOf(STR), doc: 'The names to choose from, as LIST gives them.' },
  ],
  returns: listOf(OBJECT),
  doc: `Gives each object the category that fits it best, and keeps one object for each category.

The objects get \`class\` and \`class_score\`; of several objects with the same class only the best stays. It needs a model that matches pictures with words, and none comes with VProg.`,
  example: "OBJ1 = CLASSIFY(image=IMAGE, object=OBJ0, categories=['cat', 'dog'])",
  capability: 'match',
};
