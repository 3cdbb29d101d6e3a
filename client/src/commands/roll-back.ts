import { orTell } from '../distill/tell.ts';
import { sayInUse } from '../modules/in-use.ts';
import type { Command } from './command.ts';
import { targetNode } from './nodes.ts';
import { mayRun } from './start.ts';

/** Puts the version in use that the active one of a row's model was trained from. */
export const rollBack: Command = {
  id: 'vprog.rollBack',
  run: async ({ versions }, argument) => {
    const node = targetNode(argument);
    if (!node || !(await mayRun('changes the models in use'))) return;
    const model = node.kind === 'model' ? node.bound.model.id : node.model;
    const number = await orTell(versions.rollBack(model, node.config));
    if (number !== undefined) sayInUse(model, number);
  },
};
