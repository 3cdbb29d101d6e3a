import { type Analysis, check, LineIndex, parse } from '@vprog/language';
import { toProblemJson } from '@vprog/runtime/problem';
import type { ProblemJson } from '@vprog/runtime/protocol';
import type { Command } from 'commander';
import { Environments } from '../environment.ts';
import { exitStatus, UsageError, worstStatus } from '../exit.ts';
import { configOption, jsonOption, profileOption } from '../options.ts';
import { problemCount, problemLine } from '../output/problems.ts';
import { note, readProgram, readRequests, writeJson, writeJsonLine, writeLine } from '../text.ts';

interface Options {
  readonly json?: true;
  readonly ndjson?: true;
  readonly config?: string;
  readonly profile?: string;
}

interface CheckedCell {
  readonly file: string;
  readonly cell: number;
  readonly problems: readonly ProblemJson[];
}

export function addCheck(program: Command): void {
  program
    .command('check')
    .description('parse and type-check programs, like a linter')
    .argument('[file...]', 'programs')
    .addOption(configOption())
    .addOption(profileOption())
    .addOption(jsonOption())
    .option('--ndjson', 'check programs from standard input: lines {"id", "text"}')
    .addHelpText(
      'after',
      '\nExamples:\n  $ vprog check *.vprog\n  $ echo \'{"id": 1, "text": "B=LOC(image=IMAGE)"}\' | vprog check --ndjson',
    )
    .action(async (files: readonly string[], options: Options) => {
      if ((files.length === 0) === (options.ndjson === undefined)) {
        throw new UsageError('Give at least one program, or --ndjson alone.');
      }
      const environments = new Environments(options);
      const status = options.ndjson
        ? await checkNdjson(environments)
        : await checkFiles(files, environments, options.json === true);
      process.exitCode = worstStatus([status, environments.status]);
    });
}

/** A file that cannot be read does not keep the others from being checked. */
async function checkFiles(files: readonly string[], environments: Environments, json: boolean): Promise<number> {
  const cells: CheckedCell[] = [];
  const statuses: number[] = [];
  for (const file of files) {
    try {
      const checked = await checkFile(file, environments);
      cells.push(...checked);
      if (!json)
        for (const { problems } of checked) for (const each of problems) await writeLine(problemLine(file, each));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      note(error.message);
      statuses.push(exitStatus.usage);
    }
  }
  const problems = cells.flatMap(cell => cell.problems);
  if (json) await writeJson(cells);
  else if (problems.length > 0) note(`${problemCount(problems)}.`);
  return worstStatus([...statuses, statusOf(problems)]);
}

async function checkFile(file: string, environments: Environments): Promise<readonly CheckedCell[]> {
  const parsed = parse(await readProgram(file));
  const analysis = check(parsed, await environments.forFile(file, parsed));
  const lines = new LineIndex(parsed.text);
  return parsed.file.cells.map(cell => ({
    file,
    cell: cell.index,
    problems: problemsOf(analysis, lines, cell.index),
  }));
}

/** Those of one cell: what stands before the first cell belongs to it. */
function problemsOf({ parsed, problems }: Analysis, lines: LineIndex, cell: number): readonly ProblemJson[] {
  const { cells } = parsed.file;
  const from = cell === 0 ? 0 : cells[cell]!.start;
  const to = cells[cell + 1]?.start ?? Number.POSITIVE_INFINITY;
  return problems.filter(({ span }) => from <= span.start && span.start < to).map(each => toProblemJson(each, lines));
}

async function checkNdjson(environments: Environments): Promise<number> {
  const environment = await environments.forFolder('.');
  const statuses = new Set<number>();
  for await (const read of readRequests<{ readonly id?: unknown; readonly text: string }>()) {
    if ('complaint' in read) {
      statuses.add(exitStatus.usage);
      await writeJsonLine({ id: read.id, error: read.complaint });
      continue;
    }
    const { id = null, text } = read.request;
    const lines = new LineIndex(text);
    const problems = check(parse(text), environment).problems.map(each => toProblemJson(each, lines));
    statuses.add(statusOf(problems));
    await writeJsonLine({ id, problems });
  }
  return worstStatus([...statuses]);
}

const statusOf = (problems: readonly ProblemJson[]): number =>
  problems.some(({ severity }) => severity === 'error') ? exitStatus.errors : exitStatus.done;
