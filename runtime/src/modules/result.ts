import { none } from '../values.ts';
import type { ModuleImplementation } from './module.ts';

/** RESULT: the program's answer, its argument as it is. */
export const result: ModuleImplementation = {
  version: 1,
  capabilities: [],
  run: async args => args.var ?? none,
};
