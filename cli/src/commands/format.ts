import { format } from '@vprog/language';
import type { Command } from 'commander';
import { exitStatus, UsageError } from '../exit.ts';
import { writeOutput } from '../files.ts';
import { note, readProgram, readStdin, writeLine } from '../text.ts';

interface Options {
  readonly check?: true;
  readonly stdin?: true;
}

export function addFormat(program: Command): void {
  program
    .command('format')
    .description('write programs in the canonical layout')
    .argument('[file...]', 'programs, changed in place')
    .option('--check', 'change nothing; exit with 1 where a file is not in the canonical layout')
    .option('--stdin', 'read one program from standard input, write it to standard output')
    .addHelpText('after', '\nExamples:\n  $ vprog format *.vprog\n  $ vprog format --check *.vprog')
    .action(async (files: readonly string[], { check, stdin }: Options) => {
      if (stdin === files.length > 0) throw new UsageError('Give files, or --stdin alone.');
      if (!stdin && files.length === 0) throw new UsageError('Give at least one file, or --stdin.');
      const changed = stdin ? await formatStdin(check) : await formatFiles(files, check);
      if (check && changed) process.exitCode = exitStatus.errors;
    });
}

async function formatStdin(check: boolean | undefined): Promise<boolean> {
  const text = await readStdin();
  const formatted = format(text);
  if (!check) process.stdout.write(formatted);
  return formatted !== text;
}

async function formatFiles(files: readonly string[], check: boolean | undefined): Promise<boolean> {
  let changed = false;
  for (const file of files) {
    const text = await readProgram(file);
    const formatted = format(text);
    if (formatted === text) continue;
    changed = true;
    if (check) await writeLine(file);
    else {
      await writeOutput(file, formatted);
      note(`Formatted ${file}.`);
    }
  }
  return changed;
}
