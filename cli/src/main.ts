#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { addBench } from './commands/bench.ts';
import { addCheck } from './commands/check.ts';
import { addDevices } from './commands/devices.ts';
import { addDistill } from './commands/distill.ts';
import { addFormat } from './commands/format.ts';
import { addLsp } from './commands/lsp.ts';
import { addModels } from './commands/models.ts';
import { addRun } from './commands/run.ts';
import { addTest } from './commands/test.ts';
import { exitStatus, statusOfThrown } from './exit.ts';
import { reason } from './reason.ts';
import { note } from './text.ts';

const program = new Command('vprog')
  .description('Check, run and test visual programs, and make their models better.')
  .version(manifest.version)
  .showHelpAfterError('Try --help.')
  // Options behind a command are that command's, also where a command of a command has one of the same name.
  .enablePositionalOptions()
  .exitOverride();

for (const add of [addCheck, addFormat, addRun, addTest, addDistill, addModels, addDevices, addBench, addLsp])
  add(program);

process.stdout.on('error', error => {
  // Whoever reads has seen enough, as in `vprog ... | head`: that is no error.
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(exitStatus.done);
  note(`Cannot write to standard output: ${reason(error)}.`);
  process.exit(exitStatus.usage);
});
// There is nowhere to tell of it.
process.stderr.on('error', () => undefined);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Help and version that were asked for are no error; the message is printed already.
    process.exitCode = error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
  } else {
    note(error instanceof Error ? error.message : String(error));
    process.exitCode = statusOfThrown(error);
  }
}
