import { configFor } from '../configuration.ts';
import type { Context } from '../context.ts';
import { distillModule, type Target } from '../distill/distill.ts';
import { learnerOf } from '../distill/learners.ts';
import { askedBy } from '../modules/rows.ts';
import type { Command } from './command.ts';
import { targetModel } from './nodes.ts';
import { mayRun } from './start.ts';
import { targetDocument } from './target.ts';

/** Lets the model of a module learn from another: that of a step, of a lens's cell or of a row of the tree; else it is asked. */
export const distill: Command = {
  id: 'vprog.distill',
  run: async (context, ...args) => {
    if (await mayRun('distills modules')) await distillModule(context, await targetOf(context, args));
  },
};

async function targetOf({ documents }: Context, [first, index, key]: readonly unknown[]): Promise<Target> {
  const node = targetModel(first);
  const document = targetDocument(node ? undefined : first);
  const open = document ? { document } : {};
  if (node) return { ...open, ...known(askedBy(node.bound)), config: node.config };
  const config = configFor(document);
  const cell = document && (await documents.cells(document)).find(other => other.index === index);
  if (!cell) return { ...open, config };
  const step = cell.steps.find(other => (key === undefined ? learnerOf(other.module) : other.key === key));
  return { ...open, ...(step ? known(step.module) : {}), cell: cell.index, config };
}

function known(module: string): Pick<Target, 'learner'> {
  const learner = learnerOf(module);
  return learner ? { learner } : {};
}
