import { none } from '../values.ts';
import type { ModuleImplementation } from './module.ts';

/** EVAL: its argument, which the interpreter has evaluated. */
export const evaluate: ModuleImplementation = {
  version: 1,
  capabilities: [],
  run: async ({ expr }) => expr ?? none,
};
