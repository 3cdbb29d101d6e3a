import { dirname } from 'node:path';
import type { RuntimeHost } from '@vprog/runtime/host';
import type { Step, Trace } from '@vprog/runtime/protocol';
import { renderRationale } from '@vprog/runtime/rationale';
import type { Command } from 'commander';
import { Environments } from '../environment.ts';
import { exitStatus, statusOfTrace, UsageError, worstStatus } from '../exit.ts';
import { requireWritable, writeOutput } from '../files.ts';
import { unreadInput } from '../inputs.ts';
import {
  cellNumber,
  configOption,
  deviceOption,
  inputBinding,
  jsonOption,
  noCacheOption,
  profileOption,
  type RunOptions,
} from '../options.ts';
import { outcomeText, stepText } from '../output/run.ts';
import { style } from '../output/style.ts';
import { PictureSaver } from '../pictures.ts';
import { chosenCells, loadProgram, type Program, runParams } from '../program.ts';
import { withRuntime } from '../runtime.ts';
import { note, writeJson, writeLine } from '../text.ts';
import { runNdjson } from './run-ndjson.ts';

interface Options extends RunOptions {
  readonly input?: Readonly<Record<string, string>>;
  readonly cell?: number;
  readonly json?: true;
  readonly ndjson?: true;
  readonly html?: string;
  readonly out?: string;
}

export function addRun(program: Command): void {
  program
    .command('run')
    .description("run a program and print each step's value as it comes, then the result")
    .argument('[file]', 'the program')
    .option(
      '--input <NAME=PATH>',
      "the picture of an input, in place of the directive's; may be repeated",
      inputBinding,
    )
    .option('--cell <N>', 'this cell only, counted from 0', cellNumber)
    .addOption(configOption())
    .addOption(profileOption())
    .addOption(deviceOption())
    .addOption(noCacheOption())
    .addOption(jsonOption())
    .option('--ndjson', 'run programs from standard input: lines {"id", "text", "inputs"?: {NAME: PATH}}')
    .option('--html <out>', 'write the rationale: one page with every step and its picture')
    .option('--out <dir>', "save each step's picture")
    .addHelpText(
      'after',
      '\nExamples:\n  $ vprog run examples/photos/count-sheep.vprog\n  $ vprog run count.vprog --input IMAGE=photo.jpg --html rationale.html',
    )
    .action(async (file: string | undefined, options: Options) => {
      if ((file === undefined) === (options.ndjson === undefined)) {
        throw new UsageError('Give one program, or --ndjson alone.');
      }
      process.exitCode = file === undefined ? await runNdjson(options) : await runFile(file, options);
    });
}

async function runFile(file: string, options: Options): Promise<number> {
  const { html, out } = options;
  const program = await loadProgram(file);
  const cells = chosenCells(program, options.cell);
  const unread = unreadInput(program, cells, options.input ?? {});
  if (unread !== undefined) throw new UsageError(`${file} ${unread}.`);
  await new Environments(options).require(dirname(file));
  if (html !== undefined) await requireWritable(html);
  return withRuntime(async runtime => {
    const saver = out === undefined ? undefined : await PictureSaver.open(runtime, out);
    const traces: Trace[] = [];
    for (const cell of cells) traces.push(await runCell(runtime, program, cell, options, saver));
    if (options.json)
      await writeJson(traces.length === 1 ? { ...traces[0], file } : traces.map(trace => ({ ...trace, file })));
    if (html !== undefined) {
      await writeOutput(
        html,
        await renderRationale(traces, (id, maxWidth, maxHeight) =>
          runtime.picture({ id, maxWidth, maxHeight, format: 'jpeg' }),
        ),
      );
      note(`The rationale is in ${html}.`);
    }
    return worstStatus([...traces.map(statusOfTrace), saver?.failed ? exitStatus.usage : exitStatus.done]);
  });
}

async function runCell(
  runtime: RuntimeHost,
  program: Program,
  cell: number,
  { json, input = {}, ...options }: Options,
  saver: PictureSaver | undefined,
): Promise<Trace> {
  if (!json) for (const line of headingLines(program, cell)) await writeLine(style('bold', line));
  const print = (step: Step) => process.stdout.write(`${stepText(step, program.file)}\n`);
  const ended = new Set<number>();
  const trace = await runtime.run(runParams(program, cell, input, options), ({ phase, step }) => {
    if (phase === 'begin') return;
    ended.add(step.index);
    if (!json) print(step);
    saver?.add(step, cell);
  });
  if (!json) {
    // The step in which the runtime stopped never ended.
    for (const step of trace.steps) if (!ended.has(step.index)) print(step);
    await writeLine(outcomeText(trace, program));
  }
  return saver === undefined ? trace : saver.finish(trace);
}

/** The cell's title, where the file has several, and its question. */
function headingLines({ cells }: Program, index: number): readonly string[] {
  const { title = `cell ${index}`, directives } = cells[index]!;
  const questions = directives.flatMap(directive => (directive.kind === 'Question' ? [directive.text.text] : []));
  return [...(cells.length > 1 ? [`# %% ${title}`] : []), ...questions.slice(0, 1)];
}
