import { findLabel } from '@vprog/language';
import type { DetectedObject } from '../values.ts';
import { brief, namesArgument, objectsArgument } from './arguments.ts';
import { objectList, showObjects } from './loc.ts';
import type { ModuleImplementation } from './module.ts';

/**
 * SELECT: the objects that the query names, one or several names with commas between. `category` narrows the choice
 * first; where nothing is of it everything stays, with a warning. Then a name takes all objects of that category
 * (or `name-merged`, `name-other-merged`, as panoptic models call them), each object once. Where no name takes any,
 * likeness decides: the model for `match` is needed, but where a single object is left, or a single one of the kind
 * (`woman`: one person), it is the most like without it. An empty query keeps every choice.
 *
 * Unlike the original: names are trimmed and compared whole, in any case, plural and exact synonym (the original takes
 * `car` for a part of `cart`); names count beside a category too, where the original always asks its model; no objects
 * give an empty list, where the original fails.
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
      context.warn(`Nothing is of the category ${brief(categories.join(', '))}, so the query chose among all objects.`);
    }
    const candidates = narrowed.length > 0 ? narrowed : objects;
    if (queries.length === 0) return objectList(candidates);
    const meanings = queries.map(query => meaningOf(query, candidates));
    const named = new Set(meanings.flatMap(({ found, exact }) => (exact ? found : [])));
    if (named.size > 0) return objectList([...named]);
    const likely = candidates.length === 1 ? candidates : meanings.length === 1 ? meanings[0]!.found : [];
    if (likely.length !== 1) return context.models.need('match');
    context.warn(
      `The only choice, ${likely[0]!.category || 'a box'}, was taken for ${brief(queries.join(', '))} unseen.`,
    );
    return objectList(likely);
  },
  show: showObjects,
};

function isCalled(category: string, name: string): boolean {
  const [own, wanted] = [category.toLowerCase(), name.toLowerCase()];
  return own === wanted || own === `${wanted}-merged` || own === `${wanted}-other-merged`;
}

/** The objects that a name means; not `exact` where their category is broader (`woman`: every person). */
function meaningOf(
  name: string,
  objects: readonly DetectedObject[],
): { found: readonly DetectedObject[]; exact: boolean } {
  const found = objects.filter(({ category }) => isCalled(category, name));
  if (found.length > 0) return { found, exact: true };
  const categories = objects.map(({ category }) => category);
  const result = findLabel(name, categories);
  if (!('label' in result)) return { found: [], exact: true };
  const { label, note } = result;
  return { found: objects.filter(({ category }) => label === null || category === label), exact: note === undefined };
}
