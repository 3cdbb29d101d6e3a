import { env } from 'vscode';
import type { Command } from './command.ts';
import { noResult, targetChip } from './target.ts';

/** Copies a step's value: text as it is, anything else as Python writes it. */
export const copyValue: Command = {
  id: 'vprog.copyValue',
  run: (context, ...args) => {
    const output = targetChip(context, args)?.step.output;
    if (!output) return noResult();
    return env.clipboard.writeText(output.type === 'str' ? String(output.value) : output.repr);
  },
};
