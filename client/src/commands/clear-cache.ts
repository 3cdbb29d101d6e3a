import { window } from 'vscode';
import type { Command } from './command.ts';

/** Forgets the results of steps in memory and on disk: the next run computes everything. */
export const clearCache: Command = {
  id: 'vprog.clearCache',
  run: async ({ runtime }) => {
    await runtime.clearCache();
    window.setStatusBarMessage('VProg: the cache of step results is empty', 3000);
  },
};
