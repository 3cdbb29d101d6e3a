import { commands, Disposable } from 'vscode';
import type { Feature } from '../context.ts';
import { cancel } from './cancel.ts';
import { clear } from './clear.ts';
import { clearCache } from './clear-cache.ts';
import { clearStep } from './clear-step.ts';
import type { Command } from './command.ts';
import { copyJson } from './copy-json.ts';
import { copyValue } from './copy-value.ts';
import { restartRuntime } from './restart-runtime.ts';
import { restartServer } from './restart-server.ts';
import { run } from './run.ts';
import { runAll } from './run-all.ts';
import { runOn } from './run-on.ts';
import { saveImage } from './save-image.ts';
import { showLog } from './show-log.ts';
import { showMenu } from './show-menu.ts';
import { showReport } from './show-report.ts';

/** Every command of the manifest. */
const all: readonly Command[] = [
  run,
  runOn,
  runAll,
  cancel,
  clear,
  clearStep,
  copyValue,
  copyJson,
  saveImage,
  clearCache,
  showMenu,
  showLog,
  restartRuntime,
  restartServer,
  showReport,
];

export const registerCommands: Feature = context =>
  Disposable.from(...all.map(({ id, run }) => commands.registerCommand(id, (...args) => run(context, ...args))));
