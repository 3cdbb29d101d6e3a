import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { UsageError } from './exit.ts';

/** The text of a program. Throws UsageError where there is no such file, or it is not UTF-8. */
export async function readProgram(path: string): Promise<string> {
  return decode(await readBytes(path), path);
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${reason(error)}.`);
  }
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    // The byte order mark stays, so that offsets are those of the file.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError(`Cannot read ${path}: it is not a text in UTF-8.`);
  }
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'you may not read it';
  return error instanceof Error ? error.message : String(error);
}

/** All of standard input. Throws UsageError where it is not UTF-8. */
export async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return decode(Buffer.concat(chunks), 'standard input');
}

/** One request for each line of standard input: an object with `text`, or what is wrong with the line. */
export async function* readRequests<T extends { readonly id?: unknown; readonly text: string }>(): AsyncGenerator<
  { readonly request: T } | { readonly complaint: string }
> {
  let number = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() !== '') yield readRequest<T>(line, number);
  }
}

function readRequest<T extends { readonly text: string }>(line: string, number: number) {
  const complaint = `Line ${number} of standard input is not a JSON object with a string "text".`;
  try {
    const value = JSON.parse(line) as T | null;
    return typeof value?.text === 'string' ? { request: value } : { complaint };
  } catch {
    return { complaint };
  }
}

/** Writes one line of standard output, waiting where the reader is slow. */
export function writeLine(text: string): Promise<void> {
  return new Promise((done, fail) => {
    process.stdout.write(`${text}\n`, error => (error ? fail(error) : done()));
  });
}

export const writeJson = (value: unknown): Promise<void> => writeLine(JSON.stringify(value, null, 2));
/** One line: for streams of JSON. */
export const writeJsonLine = (value: unknown): Promise<void> => writeLine(JSON.stringify(value));
/** To standard error, where messages go. */
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
