import type { DetectedObject } from '../values.ts';
import { namesArgument, objectsArgument } from './arguments.ts';
import { objectList, showObjects } from './loc.ts';
import type { ModuleImplementation } from './module.ts';

/**
 * SELECT: the objects that the query names, one or several names with commas between. `category` narrows the choice
 * first; where nothing is of it everything stays, with a warning. Then a name takes all objects of that category
 * (or `name-merged`, `name-other-merged`, as panoptic models call them), each object once. Where no name takes any,
 * likeness decides: the model for `match` is needed, but a single object left is the most like without it. An empty
 * query keeps every choice.
 *
 * Unlike the original: names are trimmed and compared whole and in any case, where the original takes `car` for a part
 * of `cart`; names count beside a category too, where the original always asks its model; no objects give an empty
 * list, where the original fails.
 */
export const select: ModuleImplementation = {
  version: 1,
  capabilities: ['match'],
  run: async (args, context) => {
    const objects = objectsArgument(args, 'object');
    if (objects.length === 0) {
      context.warn('There was no object to select from.');
      return objectList([]);
    }
    const queries = namesArgument(args, 'query') ?? [];
    const categories = namesArgument(args, 'category') ?? [];
    const narrowed = objects.filter(({ category }) => categories.some(name => isCalled(category, name)));
    if (categories.length > 0 && narrowed.length === 0) {
      context.warn(`Nothing is of the category ${categories.join(', ')}, so the query chose among all objects.`);
    }
    const candidates = narrowed.length > 0 ? narrowed : objects;
    if (queries.length === 0) return objectList(candidates);
    const named = new Set(queries.flatMap(query => candidates.filter(({ category }) => isCalled(category, query))));
    if (named.size > 0) return objectList([...named]);
    if (candidates.length > 1) return context.models.need('match');
    context.warn(`The only choice, ${candidates[0]!.category || 'a box'}, was taken for ${queries.join(', ')} unseen.`);
    return objectList(candidates);
  },
  show: showObjects,
};

function isCalled(category: DetectedObject['category'], name: string): boolean {
  const [own, wanted] = [category.toLowerCase(), name.toLowerCase()];
  return own === wanted || own === `${wanted}-merged` || own === `${wanted}-other-merged`;
}
