import { dirname } from 'node:path';
import type { RuntimeHost } from '@vprog/runtime/host';
import type { Trace } from '@vprog/runtime/protocol';
import { renderRationale } from '@vprog/runtime/rationale';
import type { Command } from 'commander';
import { Environments } from '../environment.ts';
import { statusOfTrace, UsageError, worstStatus } from '../exit.ts';
import { writeOutput } from '../files.ts';
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
import { savePictures } from '../pictures.ts';
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
  const program = await loadProgram(file);
  const cells = chosenCells(program, options.cell);
  await new Environments(options).require(dirname(file));
  return withRuntime(async runtime => {
    const traces: Trace[] = [];
    for (const cell of cells) traces.push(await runCell(runtime, program, cell, options));
    if (options.json)
      await writeJson(traces.length === 1 ? { ...traces[0], file } : traces.map(trace => ({ ...trace, file })));
    if (options.html !== undefined) {
      await writeOutput(
        options.html,
        await renderRationale(traces, (id, maxWidth, maxHeight) =>
          runtime.picture({ id, maxWidth, maxHeight, format: 'jpeg' }),
        ),
      );
      note(`The rationale is in ${options.html}.`);
    }
    return worstStatus(traces.map(statusOfTrace));
  });
}

async function runCell(runtime: RuntimeHost, program: Program, cell: number, options: Options): Promise<Trace> {
  const { json, out, input = {} } = options;
  const { file } = program;
  if (!json) for (const line of headingLines(program, cell)) await writeLine(style('bold', line));
  const trace = await runtime.run(runParams(program, cell, input, options), ({ phase, step }) => {
    if (!json && phase === 'end') process.stdout.write(`${stepText(step, file)}\n`);
  });
  if (!json) await writeLine(outcomeText(trace, file));
  return out === undefined ? trace : savePictures(runtime, trace, out);
}

/** The cell's title, where the file has several, and its question. */
function headingLines({ cells }: Program, index: number): readonly string[] {
  const { title = `cell ${index}`, directives } = cells[index]!;
  const questions = directives.flatMap(directive => (directive.kind === 'Question' ? [directive.text.text] : []));
  return [...(cells.length > 1 ? [`# %% ${title}`] : []), ...questions.slice(0, 1)];
}
