import { join } from 'node:path';
import { ProgressLocation, window } from 'vscode';
import { orTell } from '../distill/tell.ts';
import type { Command } from './command.ts';
import { targetVersion } from './nodes.ts';

/** Writes a version as a plain ONNX file with its card into a new folder, inside the one that the user chooses. */
export const exportVersion: Command = {
  id: 'vprog.exportVersion',
  run: async ({ distiller }, argument) => {
    const version = targetVersion(argument)?.version;
    if (!version) return;
    const [parent] =
      (await window.showOpenDialog({
        title: `Export ${version.name}: in which folder is its own to be made?`,
        openLabel: 'Export Here',
        canSelectFiles: false,
        canSelectFolders: true,
      })) ?? [];
    if (!parent) return;
    const folder = join(parent.fsPath, version.name.replace(/[^\w.@-]/g, '_'));
    const file = await orTell(
      Promise.resolve(
        window.withProgress({ location: ProgressLocation.Window, title: `Exporting ${version.name}` }, () =>
          distiller.export({ version: version.name, folder }),
        ),
      ),
    );
    if (file !== undefined) await window.showInformationMessage(`${version.name} is exported to ${file}.`);
  },
};
