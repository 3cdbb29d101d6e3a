import type { Command } from './command.ts';

/** Starts the language server again. */
export const restartServer: Command = { id: 'vprog.restartServer', run: ({ server }) => server.restart() };
