import { commands, window } from 'vscode';
import type { Feature } from '../context.ts';

/** Says once that the runtime had ended by itself; everything else that goes wrong stands at its line. */
export const failures: Feature = ({ runtime }) =>
  runtime.onDidRestart(async message => {
    const log = 'Show Log';
    if ((await window.showWarningMessage(message, log)) === log) await commands.executeCommand('vprog.showLog');
  });
