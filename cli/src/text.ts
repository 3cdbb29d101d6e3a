import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { UsageError } from './exit.ts';
import { reason } from './reason.ts';

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

/** All of standard input. Throws UsageError where it is not UTF-8. */
export async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return decode(Buffer.concat(chunks), 'standard input');
}

/** A line that is no request: what is wrong with it, and the id that it has all the same, or null. */
export interface Complaint {
  readonly id: unknown;
  readonly complaint: string;
}

/**
 * One request for each line of standard input: an object with a string `text`, or what is wrong with the line.
 * `fault` looks at what else the request holds, and says what is wrong with it in the rest of a sentence.
 */
export async function* readRequests<T extends { readonly id?: unknown; readonly text: string }>(
  fault: (request: T) => string | undefined = () => undefined,
): AsyncGenerator<{ readonly request: T } | Complaint> {
  let number = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() === '') continue;
    const value = parseJson(line);
    const complain = (what: string): Complaint => ({
      id: value?.id ?? null,
      complaint: `Line ${number} of standard input ${what}.`,
    });
    if (typeof value?.text !== 'string') {
      yield complain('is not a JSON object with a string "text"');
      continue;
    }
    const request = value as T;
    const wrong = fault(request);
    yield wrong === undefined ? { request } : complain(wrong);
  }
}

function parseJson(line: string): { readonly id?: unknown; readonly text?: unknown } | null {
  try {
    return JSON.parse(line) as { id?: unknown; text?: unknown } | null;
  } catch {
    return null;
  }
}

/** Writes one line of standard output, waiting where the reader is slow. Where it cannot be written, main ends the process. */
export function writeLine(text: string): Promise<void> {
  return new Promise(done => {
    process.stdout.write(`${text}\n`, error => {
      if (error == null) done();
    });
  });
}

export const writeJson = (value: unknown): Promise<void> => writeLine(JSON.stringify(value, null, 2));
/** One line: for streams of JSON. */
export const writeJsonLine = (value: unknown): Promise<void> => writeLine(JSON.stringify(value));
/** To standard error, where messages go. */
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
