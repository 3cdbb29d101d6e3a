import { commands, workspace } from 'vscode';
import type { Feature } from './context.ts';
import { LANGUAGE } from './documents.ts';

/** With `vprog.runOnSave`, saving a program runs all its cells; never in Restricted Mode, where it would only complain. */
export const runOnSave: Feature = () =>
  workspace.onDidSaveTextDocument(document => {
    if (document.languageId !== LANGUAGE || !workspace.isTrusted) return;
    if (workspace.getConfiguration('vprog', document).get('runOnSave', false))
      void commands.executeCommand('vprog.runAll', document.uri);
  });
