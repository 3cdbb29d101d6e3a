import { LineIndex } from '../line-index.ts';
import type { Problem } from '../problem.ts';

/** A marker line: carets under the place, or `|` for an empty one, the code, and a part of the message. */
const MARKER = /^(#?[ ]*)(\^+|\|) +(VP\d{3})(?: +(.*))?$/;

interface Mark {
  readonly line: number;
  readonly character: number;
  readonly width: number;
  readonly code: string;
  readonly message: string;
}

export interface MarkedText {
  /** Without the marker lines. */
  readonly text: string;
  readonly marks: readonly Mark[];
}

/**
 * Reads a fixture, in which lines such as `#   ^^^ VP101 part of the message` say what is wrong on the line above them.
 * A place at the start of a line is marked without the `#`.
 */
export function readMarkers(fixture: string): MarkedText {
  const lines: string[] = [];
  const marks: Mark[] = [];
  for (const line of fixture.split('\n')) {
    const match = MARKER.exec(line);
    if (match === null) {
      lines.push(line);
      continue;
    }
    const [, before, carets, code, message = ''] = match;
    const width = carets === '|' ? 0 : carets!.length;
    marks.push({ line: lines.length - 1, character: before!.length, width, code: code!, message });
  }
  return { text: lines.join('\n'), marks };
}

/** The text with a marker line for each problem; a problem that goes over lines is marked on its first. */
export function writeMarkers(text: string, problems: readonly Problem[]): string {
  return write(text, marksOf(text, problems));
}

/**
 * What a fixture expects and what was found, both as fixtures: equal where every problem is expected and every
 * expectation is met. Where a found problem's message contains the expected part, that part stands for it.
 */
export function compareMarkers(fixture: string, problems: readonly Problem[]): { expected: string; actual: string } {
  const { text, marks } = readMarkers(fixture);
  const left = [...marks];
  const actual = marksOf(text, problems).map(mark => {
    const index = left.findIndex(candidate => fits(candidate, mark));
    return index < 0 ? mark : left.splice(index, 1)[0]!;
  });
  return { expected: write(text, marks), actual: write(text, actual) };
}

const fits = (expected: Mark, found: Mark): boolean =>
  expected.line === found.line &&
  expected.character === found.character &&
  expected.width === found.width &&
  expected.code === found.code &&
  found.message.includes(expected.message);

function marksOf(text: string, problems: readonly Problem[]): Mark[] {
  const index = new LineIndex(text);
  return problems.map(({ code, message, span }) => {
    const { line, character } = index.positionAt(span.start);
    const end = Math.min(span.end, index.lineEnd(line));
    return { line, character, width: Math.max(0, end - span.start), code, message };
  });
}

function write(text: string, marks: readonly Mark[]): string {
  const below = new Map<number, string[]>();
  const ordered = [...marks].sort((a, b) => a.character - b.character || a.width - b.width || compare(a.code, b.code));
  for (const { line, character, width, code, message } of ordered) {
    const before = character === 0 ? '' : `#${' '.repeat(character - 1)}`;
    const marker = `${before}${width === 0 ? '|' : '^'.repeat(width)} ${code} ${message}`.trimEnd();
    below.set(line, [...(below.get(line) ?? []), marker]);
  }
  return text
    .split('\n')
    .flatMap((line, number) => [line, ...(below.get(number) ?? [])])
    .join('\n');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
