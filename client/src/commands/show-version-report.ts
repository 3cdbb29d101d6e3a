import { orTell } from '../distill/tell.ts';
import type { Command } from './command.ts';
import { targetVersion } from './nodes.ts';

/** Opens the report that a version was kept with. */
export const showVersionReport: Command = {
  id: 'vprog.showVersionReport',
  run: async ({ reports }, argument) => {
    const version = targetVersion(argument)?.version;
    if (version) await orTell(reports.showVersion(version.name, version.folder));
  },
};
