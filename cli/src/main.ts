#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { addCheck } from './commands/check.ts';
import { addDevices } from './commands/devices.ts';
import { addFormat } from './commands/format.ts';
import { addLsp } from './commands/lsp.ts';
import { addModels } from './commands/models.ts';
import { addRun } from './commands/run.ts';
import { addTest } from './commands/test.ts';
import { exitStatus, UsageError } from './exit.ts';
import { note } from './text.ts';

const program = new Command('vprog')
  .description('Check, run and test visual programs.')
  .version(manifest.version)
  .showHelpAfterError('Try --help.')
  .exitOverride();

for (const add of [addCheck, addFormat, addRun, addTest, addModels, addDevices, addLsp]) add(program);

// Whoever reads has seen enough, as in `vprog ... | head`: that is no error.
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  process.exit(exitStatus.done);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Help and version that were asked for are no error; the message is printed already.
    process.exitCode = error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
  } else if (error instanceof UsageError) {
    note(error.message);
    process.exitCode = exitStatus.usage;
  } else throw error;
}
