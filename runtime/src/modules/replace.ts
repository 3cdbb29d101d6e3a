import type { ModuleImplementation } from './module.ts';

/** REPLACE: an object painted over by a prompt. No engine paints yet. */
export const replace: ModuleImplementation = {
  version: 1,
  capabilities: ['inpaint'],
  run: async (_, context) => context.models.need('inpaint'),
};
