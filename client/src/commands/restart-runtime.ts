import { window } from 'vscode';
import type { Command } from './command.ts';

/** Ends the runtime process, and with it the models in memory; the next run starts another one. */
export const restartRuntime: Command = {
  id: 'vprog.restartRuntime',
  run: ({ runs, runtime }) => {
    runs.cancel();
    runtime.restart();
    window.setStatusBarMessage('VProg: the runtime starts again with the next run', 3000);
  },
};
