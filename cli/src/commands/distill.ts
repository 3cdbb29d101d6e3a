import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { DistillHost } from '@vprog/distill/host';
import type { DistillResult } from '@vprog/distill/protocol';
import { homeDirs } from '@vprog/runtime/home';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { canAsk, confirm } from '../distill/ask.ts';
import { type DistillOptions, distillParams } from '../distill/params.ts';
import { findPlace } from '../distill/place.ts';
import { ProgressView } from '../distill/progress.ts';
import { estimateLines, resultText } from '../distill/text.ts';
import { tokenOf, withDistiller } from '../distiller.ts';
import { exitStatus, UsageError } from '../exit.ts';
import { configOption, jsonOption, profileOption } from '../options.ts';
import { note, writeJson, writeLine } from '../text.ts';
import { addVersionCommands } from './distill-versions.ts';

interface Options extends DistillOptions {
  readonly yes?: true;
  readonly json?: true;
}

export function addDistill(program: Command): void {
  const distill = program
    .command('distill')
    .description("make a module's model better: it learns from another model on your pictures")
    .enablePositionalOptions()
    .argument('<capability>', 'whose model learns, such as faces')
    .option('--teacher <model>', 'the model that teaches')
    .addOption(
      new Option('--data <what...>', 'bundled, a folder with pictures, or programs (PROGRAM.vprog ...)').default(
        ['bundled'],
        'bundled',
      ),
    )
    .option('--student <model>', 'the model that learns, in place of the one that is bound')
    .addOption(configOption('the data'))
    .addOption(profileOption())
    .option('--budget <time>', 'how long training may take, such as 90s or 10m', seconds)
    .option('--seed <N>', 'the same seed, data and models give the same weights', seedNumber, 1)
    .option('--yes', 'ask nothing: start, and keep what the gate accepts')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ vprog distill faces --teacher blazeface_back\n  $ vprog distill faces --teacher blazeface_back --data photos --budget 10m --yes --json',
    )
    .action(async (capability: string, options: Options) => {
      process.exitCode = await run(capability, options);
    });
  addVersionCommands(distill);
  addJobCommands(distill);
}

async function run(capability: string, options: Options): Promise<number> {
  const { yes, json } = options;
  const params = await distillParams(capability, options);
  const ask = !yes && !json && canAsk();
  return withDistiller(async (host, signal) => {
    for (const line of estimateLines(await host.estimate(params, tokenOf(signal)))) note(line);
    if (ask && !(await confirm('Start?', signal))) {
      note('Nothing was done.');
      return exitStatus.done;
    }
    const view = new ProgressView();
    const result = await host
      .distill(params, progress => view.show(progress), tokenOf(signal))
      .finally(() => view.end());
    if (!json) await writeLine(resultText(result));
    const keep = result.accepted && (yes || (ask && (await wantsToKeep(result, signal))));
    const kept = keep ? await host.keep(result.job, params.config) : result;
    if (json) await writeJson(kept);
    tellWhatAnswers(kept, keep);
    return kept.accepted ? exitStatus.done : exitStatus.errors;
  });
}

async function wantsToKeep(result: DistillResult, signal: AbortSignal): Promise<boolean> {
  try {
    return await confirm('Keep it?', signal);
  } catch (error) {
    tellWhatAnswers(result, false);
    throw error;
  }
}

/** To standard error: which version answers from now on, and what can be done about it. */
function tellWhatAnswers({ accepted, version, student, job }: DistillResult, kept: boolean): void {
  if (version !== null && !kept) {
    note(`It was kept before, as ${version}. To have it answer: vprog distill activate ${version}`);
  } else if (version !== null) {
    const model = version.replace(/@\d+$/, '');
    note(`${version} answers from now on. To go back: vprog distill rollback ${model}`);
  } else if (accepted) {
    note(`${student.id} still answers as before. To keep what was learnt: vprog distill keep ${basename(job)}`);
  } else {
    note(`${student.id} answers as before.`);
  }
}

function addJobCommands(distill: Command): void {
  distill
    .command('keep')
    .description('make what a distillation left a version, and activate it')
    .argument('<job>', 'as the distillation named it: its id or its folder')
    .addOption(configOption('the working folder'))
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  $ vprog distill keep 3f9a61c2')
    .action(async (job: string, { config: given, json }: { readonly config?: string; readonly json?: true }) => {
      const { config } = await findPlace(given);
      const kept = await withJob(job, (host, folder) => host.keep(folder, config));
      if (json) await writeJson(kept);
      tellWhatAnswers(kept, true);
    });
  distill
    .command('discard')
    .description('throw away what a distillation left; its report stays')
    .argument('<job>', 'as the distillation named it: its id or its folder')
    .addHelpText('after', '\nExample:\n  $ vprog distill discard 3f9a61c2')
    .action(async (job: string) => {
      await withJob(job, (host, folder) => host.discard(folder));
      note('Discarded.');
    });
}

/** Throws UsageError where there is no such job. */
async function withJob<T>(job: string, use: (host: DistillHost, folder: string) => Promise<T>): Promise<T> {
  const known = join(homeDirs().data, 'jobs', job);
  const folder = /^[\w-]+$/.test(job) && existsSync(known) ? known : resolve(job);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`There is no distillation ${job}: name its id, or its folder.`);
  }
  return withDistiller(host => use(host, folder));
}

/** `90`, `90s`, `10m`, `1.5h` in seconds. */
function seconds(text: string): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)\s*([smh])?$/.exec(text) ?? [];
  const value = Number(number) * { s: 1, m: 60, h: 3600 }[unit]!;
  if (!(value > 0)) throw new InvalidArgumentError('Write it as 90s, 10m or 1h.');
  return value;
}

function seedNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A seed is a whole number from 0.');
  return Number(text);
}
