import type { ModuleImplementation } from './module.ts';

/** LIST: what a language model knows of a kind. No engine holds knowledge yet. */
export const list: ModuleImplementation = {
  version: 1,
  capabilities: ['knowledge'],
  run: async (_, context) => context.models.need('knowledge'),
};
