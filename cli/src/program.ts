import { resolve } from 'node:path';
import { type Cell, parse } from '@vprog/language';
import type { RunParams } from '@vprog/runtime/protocol';
import { UsageError } from './exit.ts';
import type { RunOptions } from './options.ts';
import { readProgram } from './text.ts';

/** A program file, read and parsed. */
export interface Program {
  /** As the user wrote it. */
  readonly file: string;
  readonly text: string;
  readonly cells: readonly Cell[];
  /** Whether the text is without errors of form. */
  readonly readable: boolean;
}

/** Throws UsageError where the file cannot be read. */
export async function loadProgram(file: string): Promise<Program> {
  return parseProgram(file, await readProgram(file));
}

export function parseProgram(file: string, text: string): Program {
  const parsed = parse(text);
  const readable = parsed.problems.every(({ severity }) => severity !== 'error');
  return { file, text, cells: parsed.file.cells, readable };
}

/** Indices of the cells to run: all, or the one named. Throws UsageError where there is none of that number. */
export function chosenCells({ file, cells }: Program, cell: number | undefined): readonly number[] {
  if (cell === undefined) return cells.map(({ index }) => index);
  if (cell < cells.length) return [cell];
  throw new UsageError(
    `${file} has ${cells.length === 1 ? 'one cell, number 0' : `${cells.length} cells, numbers 0 to ${cells.length - 1}`}; there is no cell ${cell}.`,
  );
}

let runs = 0;

/** What the runtime is asked for one run of a cell. */
export function runParams(
  { file, text }: Pick<Program, 'file' | 'text'>,
  cell: number,
  inputs: Readonly<Record<string, string>>,
  { config, profile, device, cache }: RunOptions,
): RunParams {
  return {
    run: `cli-${runs++}`,
    text,
    file: resolve(file),
    cell,
    inputs,
    device,
    cache,
    ...(config === undefined ? {} : { config }),
    ...(profile === undefined ? {} : { profile }),
  };
}
