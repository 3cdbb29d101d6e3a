import type { ModuleImplementation } from './module.ts';

/** VQA: an answer to a question about the picture. No engine answers questions yet. */
export const vqa: ModuleImplementation = {
  version: 1,
  capabilities: ['answer'],
  run: async (_, context) => context.models.need('answer'),
};
