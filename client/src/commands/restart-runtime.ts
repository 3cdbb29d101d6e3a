import { window } from 'vscode';
import type { Command } from './command.ts';

/** Ends the runtime's and the distilling process, and with them the models in memory; what asks for them next starts others. */
export const restartRuntime: Command = {
  id: 'vprog.restartRuntime',
  run: ({ distiller, runs, runtime }) => {
    runs.cancel();
    runtime.restart();
    distiller.restart();
    window.setStatusBarMessage('VProg: the runtime starts again with the next run', 3000);
  },
};
