import { dirname } from 'node:path';
import { LineIndex } from '@vprog/language';
import type { RuntimeHost } from '@vprog/runtime/host';
import type { Command } from 'commander';
import { Environments } from '../environment.ts';
import { exitStatus, UsageError, worstStatus } from '../exit.ts';
import { requireWritable, writeOutput } from '../files.ts';
import { configOption, deviceOption, jsonOption, noCacheOption, profileOption, type RunOptions } from '../options.ts';
import { junit, type UnreadFile } from '../output/junit.ts';
import { style } from '../output/style.ts';
import { count } from '../output/value.ts';
import { loadProgram, type Program } from '../program.ts';
import { withRuntime } from '../runtime.ts';
import { type Outcome, plannedRuns, runTests } from '../tests.ts';
import { note, writeJson, writeLine } from '../text.ts';

interface Options extends RunOptions {
  readonly json?: true;
  readonly junit?: string;
}

export function addTest(program: Command): void {
  program
    .command('test')
    .description('run every @expect and @case of programs')
    .argument('<file...>', 'programs')
    .addOption(configOption())
    .addOption(profileOption())
    .addOption(deviceOption())
    .addOption(noCacheOption())
    .addOption(jsonOption())
    .option('--junit <out>', 'write a JUnit report, as CI systems read it')
    .addHelpText('after', '\nExample:\n  $ vprog test examples/photos/*.vprog')
    .action(async (files: readonly string[], options: Options) => {
      process.exitCode = await testFiles(files, options);
    });
}

/** A file that cannot be read is counted beside the tests; the others are tested all the same. */
async function testFiles(files: readonly string[], options: Options): Promise<number> {
  const environments = new Environments(options);
  for (const file of files) await environments.require(dirname(file));
  if (options.junit !== undefined) await requireWritable(options.junit);
  const outcomes: Outcome[] = [];
  const unread: UnreadFile[] = [];
  await withRuntime(async runtime => {
    for (const file of files) {
      const program = await loadProgram(file).catch((error: unknown) => {
        if (!(error instanceof UsageError)) throw error;
        note(error.message);
        unread.push({ file, message: error.message });
      });
      if (program !== undefined) outcomes.push(...(await testProgram(runtime, program, options)));
    }
  });
  if (options.junit !== undefined) await writeOutput(options.junit, junit(outcomes, unread));
  if (options.json) await writeJson(outcomes.map(({ status: _, ...outcome }) => outcome));
  else await writeLine(tally(outcomes, unread.length));
  return worstStatus([...outcomes.map(({ status }) => status), unread.length > 0 ? exitStatus.usage : exitStatus.done]);
}

function tally(outcomes: readonly Outcome[], unread: number): string {
  const failed = outcomes.filter(({ ok }) => !ok).length;
  const others = unread === 0 ? '' : `, ${count(unread, 'file', 'files')} not read`;
  return `${outcomes.length - failed} passed, ${failed} failed${others}`;
}

async function testProgram(runtime: RuntimeHost, program: Program, options: Options): Promise<readonly Outcome[]> {
  if (!options.json) await writeLine(style('bold', program.file));
  const lines = new LineIndex(program.text);
  const outcomes: Outcome[] = [];
  for (const planned of plannedRuns(program)) {
    const results = await runTests(runtime, program, planned, lines, options);
    outcomes.push(...results);
    if (!options.json) for (const outcome of results) await writeLine(outcomeLine(outcome));
  }
  if (outcomes.length === 0) note(`${program.file} has no @expect and no @case.`);
  return outcomes;
}

function outcomeLine({ ok, name, line, got, error }: Outcome): string {
  if (ok) return `  ${style('green', 'passed')} ${name}`;
  return `  ${style('red', 'FAILED')} ${name} (line ${line + 1}): ${error?.message ?? `got ${got}`}`;
}
