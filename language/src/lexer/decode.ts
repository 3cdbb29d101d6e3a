import type { StringShape } from './strings.ts';

/** Source offsets of each UTF-16 unit of a decoded text. */
export interface DecodedText {
  readonly text: string;
  /** Where each unit begins; one more for the end of the text. */
  readonly starts: readonly number[];
  /** Where each unit ends. */
  readonly ends: readonly number[];
}

export interface BadEscape {
  /** Source offset. */
  readonly offset: number;
  readonly text: string;
}

const SIMPLE: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const ESCAPE = /\\(?:(\r\n|\n|\r)|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))?/y;
const LINE_END = /\r\n|\r/g;

export const isRaw = (shape: StringShape): boolean => /r/i.test(shape.prefix);

/** The text that a string stands for, as Python reads it: unknown escapes keep their backslash. */
export function decode(source: string, shape: StringShape): string {
  const written = source.slice(shape.start, shape.end);
  if (isRaw(shape) || !written.includes('\\')) return written.replace(LINE_END, '\n');
  const parts: string[] = [];
  eachUnit(source, shape, text => parts.push(text));
  return parts.join('');
}

/** The same for adjacent strings, with the source offsets of every unit. */
export function decodeWithOffsets(source: string, shapes: readonly StringShape[]): DecodedText {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const shape of shapes) {
    eachUnit(source, shape, (text, start, end) => {
      parts.push(text);
      for (let unit = 0; unit < text.length; unit += 1) {
        starts.push(start);
        ends.push(end);
      }
    });
  }
  starts.push(shapes.at(-1)?.end ?? 0);
  return { text: parts.join(''), starts, ends };
}

/** Escapes that Python refuses, such as `\x4`. */
export function badEscapes(source: string, shape: StringShape): BadEscape[] {
  const found: BadEscape[] = [];
  if (!isRaw(shape))
    eachUnit(
      source,
      shape,
      () => {},
      bad => found.push(bad),
    );
  return found;
}

function eachUnit(
  source: string,
  shape: StringShape,
  unit: (text: string, start: number, end: number) => void,
  bad: (sequence: BadEscape) => void = () => {},
): void {
  const raw = isRaw(shape);
  let at = shape.start;
  while (at < shape.end) {
    const character = source[at]!;
    if (character === '\r') {
      const end = source[at + 1] === '\n' ? at + 2 : at + 1;
      unit('\n', at, end);
      at = end;
    } else if (character === '\\' && !raw) {
      ESCAPE.lastIndex = at;
      const match = ESCAPE.exec(source)!;
      const end = at + match[0].length;
      // The backslash at the end of a text that nothing closes stands for itself.
      if (end > shape.end) {
        unit(character, at, at + 1);
        break;
      }
      unit(
        resolve(match, sequence => bad({ offset: at, text: sequence })),
        at,
        end,
      );
      at = end;
    } else {
      unit(character, at, at + 1);
      at += 1;
    }
  }
}

function resolve(match: RegExpExecArray, bad: (sequence: string) => void): string {
  const [whole, line, octal, two, four, eight, other] = match;
  if (line !== undefined) return '';
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
  const hex = two ?? four ?? eight;
  if (hex !== undefined) {
    const code = Number.parseInt(hex, 16);
    if (code <= 0x10ffff) return String.fromCodePoint(code);
    bad(whole);
    return whole;
  }
  if (other === undefined) return whole;
  const simple = SIMPLE[other];
  if (simple !== undefined) return simple;
  if (/[xuUN]/.test(other)) bad(whole);
  return whole;
}
