import { orTell } from '../distill/tell.ts';
import { sayInUse } from '../modules/in-use.ts';
import type { Command } from './command.ts';
import { targetVersion } from './nodes.ts';
import { mayRun } from './start.ts';

/** Puts the version of a row, or the original, in use. */
export const activateVersion: Command = {
  id: 'vprog.activateVersion',
  run: async ({ versions }, argument) => {
    const node = targetVersion(argument);
    if (!node || !(await mayRun('changes the models in use'))) return;
    const { model, number, config } = node;
    const done = await orTell(versions.activate(model, number, config).then(() => true));
    if (done) sayInUse(model, number);
  },
};
