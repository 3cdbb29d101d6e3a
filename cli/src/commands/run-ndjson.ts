import { resolve } from 'node:path';
import type { RuntimeHost } from '@vprog/runtime/host';
import type { Trace } from '@vprog/runtime/protocol';
import { Environments } from '../environment.ts';
import { exitStatus, statusOfTrace, worstStatus } from '../exit.ts';
import { unreadInput } from '../inputs.ts';
import type { RunOptions } from '../options.ts';
import { parseProgram, runParams } from '../program.ts';
import { withRuntime } from '../runtime.ts';
import { readRequests, writeJsonLine } from '../text.ts';

interface Request {
  readonly id?: unknown;
  readonly text: string;
  /** Paths relative to the working directory. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/** Runs programs from standard input one after the other in one runtime, so that models stay loaded. */
export async function runNdjson(options: RunOptions): Promise<number> {
  await new Environments(options).require('.');
  return withRuntime(async runtime => {
    const statuses = new Set<number>();
    for await (const read of readRequests<Request>(fault)) {
      if ('complaint' in read) {
        statuses.add(exitStatus.usage);
        await writeJsonLine({ id: read.id, error: read.complaint });
      } else {
        const trace = await runRequest(runtime, read.request, options);
        statuses.add(statusOfTrace(trace));
        await writeJsonLine(answer(read.request, trace));
      }
    }
    return worstStatus([...statuses]);
  });
}

const known = new Set(['id', 'text', 'inputs']);

function fault(request: Request): string | undefined {
  const { text, inputs = {} } = request;
  const unknown = Object.keys(request).find(name => !known.has(name));
  if (unknown !== undefined) return `has "${unknown}", which this version does not know`;
  if (!isPaths(inputs)) return 'has "inputs" that are not an object with a path for each name';
  const unread = unreadInput(parseProgram(file, text), [0], inputs);
  return unread && `has a program that ${unread}`;
}

const isPaths = (inputs: unknown): boolean =>
  typeof inputs === 'object' &&
  inputs !== null &&
  !Array.isArray(inputs) &&
  Object.values(inputs).every(path => typeof path === 'string');

/** A path of a directive is relative to the working directory. */
const file = resolve('stdin.vprog');

/** The first cell. */
function runRequest(runtime: RuntimeHost, { text, inputs = {} }: Request, options: RunOptions): Promise<Trace> {
  const absolute = Object.fromEntries(Object.entries(inputs).map(([name, path]) => [name, resolve(path)]));
  return runtime.run(runParams({ file, text }, 0, absolute, options), () => undefined);
}

const answer = ({ id = null }: Request, { result, stdout, error, totals }: Trace) => ({
  id,
  ...(result === undefined ? {} : { result }),
  stdout,
  ...(error === undefined ? {} : { error }),
  steps: totals.steps,
});
