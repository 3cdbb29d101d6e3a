import { objectsArgument } from './arguments.ts';
import { objectList, showObjects } from './loc.ts';
import type { ModuleImplementation } from './module.ts';

/** CLASSIFY: which of the categories each object is. Without objects an empty list, as the original; no engine compares pictures with words yet. */
export const classify: ModuleImplementation = {
  version: 1,
  capabilities: ['match'],
  run: async (args, context) =>
    objectsArgument(args, 'object').length === 0 ? objectList([]) : context.models.need('match'),
  show: showObjects,
};
