import { commands, type QuickPickItem, window } from 'vscode';
import type { Command } from './command.ts';
import { targetDocument } from './target.ts';

type Entry = QuickPickItem & { readonly command: Command['id'] };

/** The status item's menu: what can be done now. */
export const showMenu: Command = {
  id: 'vprog.showMenu',
  run: async ({ documents, runs }) => {
    const document = targetDocument(undefined);
    const entries: readonly (Entry | false)[] = [
      document !== undefined && { label: '$(play) Run this program', command: 'vprog.run' },
      document !== undefined && { label: '$(file-media) Run on…', command: 'vprog.runOn' },
      runs.active.length > 0 && { label: '$(debug-stop) Cancel', command: 'vprog.cancel' },
      document !== undefined &&
        documents.results(document.uri).length > 0 && { label: '$(clear-all) Clear results', command: 'vprog.clear' },
      { label: '$(output) Show log', command: 'vprog.showLog' },
      { label: '$(debug-restart) Restart the runtime', command: 'vprog.restartRuntime' },
      { label: '$(info) Show diagnostics report', command: 'vprog.showReport' },
    ];
    const choice = await window.showQuickPick(
      entries.filter(entry => entry !== false),
      { title: 'VProg' },
    );
    if (choice) await commands.executeCommand(choice.command);
  },
};
