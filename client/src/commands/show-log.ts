import type { Command } from './command.ts';

/** Shows the extension's output channel. */
export const showLog: Command = { id: 'vprog.showLog', run: ({ log }) => log.show(true) };
