import { env } from 'vscode';
import type { Command } from './command.ts';
import { noResult, targetChip } from './target.ts';

/** Copies a step's value in the JSON of traces. */
export const copyJson: Command = {
  id: 'vprog.copyJson',
  run: (context, ...args) => {
    const output = targetChip(context, args)?.step.output;
    return output ? env.clipboard.writeText(JSON.stringify(output, undefined, 2)) : noResult();
  },
};
