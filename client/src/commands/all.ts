import { commands, Disposable } from 'vscode';
import type { Feature } from '../context.ts';
import { activateVersion } from './activate-version.ts';
import { cancel } from './cancel.ts';
import { clear } from './clear.ts';
import { clearCache } from './clear-cache.ts';
import { clearStep } from './clear-step.ts';
import type { Command } from './command.ts';
import { copyJson } from './copy-json.ts';
import { copyValue } from './copy-value.ts';
import { distill } from './distill.ts';
import { exportVersion } from './export-version.ts';
import { restartRuntime } from './restart-runtime.ts';
import { restartServer } from './restart-server.ts';
import { rollBack } from './roll-back.ts';
import { run } from './run.ts';
import { runAll } from './run-all.ts';
import { runOn } from './run-on.ts';
import { saveImage } from './save-image.ts';
import { showLog } from './show-log.ts';
import { showMenu } from './show-menu.ts';
import { showReport } from './show-report.ts';
import { showVersionReport } from './show-version-report.ts';

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
  distill,
  activateVersion,
  rollBack,
  showVersionReport,
  exportVersion,
];

export const registerCommands: Feature = context =>
  Disposable.from(...all.map(({ id, run }) => commands.registerCommand(id, (...args) => run(context, ...args))));
