import { type Analysis, endOf, type Span, shapeOf, startOf, tokenize } from '@vprog/language';
import { cellAt } from './lookup.ts';

/**
 * What is being typed at an offset. It is read from the tokens before the cursor, not from the tree: a line that is only
 * half there has no shape yet that a tree could hold.
 */
export type Cursor =
  /** A comment, a finished step: nothing to propose. */
  | { readonly kind: 'nothing' }
  /** After `# @`. */
  | { readonly kind: 'directive'; readonly word: Span }
  /** After `# @name `; `start` is where the value begins. */
  | { readonly kind: 'directive-value'; readonly directive: string; readonly start: number }
  /** The first word of a line. */
  | { readonly kind: 'line-start'; readonly word: Span }
  /** After `NAME =`. */
  | { readonly kind: 'step-value'; readonly word: Span }
  /** In a call's brackets, where a name, a value or both can stand. */
  | { readonly kind: 'argument'; readonly call: CallCursor; readonly word: Span; readonly first: boolean }
  /** In a string of a call; `content` is what stands between the quotes, on the cursor's line. */
  | { readonly kind: 'string'; readonly call: CallCursor; readonly content: Span };

/** The innermost call around the cursor and the argument in it. */
export interface CallCursor {
  readonly callee: string;
  /** The argument's place, from zero. */
  readonly index: number;
  /** The argument's name, where it has one. */
  readonly argument?: string;
  /** The names given before the cursor. */
  readonly given: readonly string[];
  /** The cursor is within brackets of its own in the argument, as in a list. */
  readonly nested: boolean;
}

export function cursorAt(analysis: Analysis, offset: number): Cursor {
  const { text } = analysis.parsed;
  const statements = cellAt(analysis, offset)?.cell.statements ?? [];
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const directive = directiveAt(text, lineStart, offset);
  if (directive !== undefined) return directive;
  const start = statements.findLast(statement => statement.start <= offset)?.start ?? lineStart;
  return scan(text, Math.min(start, lineStart), offset);
}

function directiveAt(text: string, lineStart: number, offset: number): Cursor | undefined {
  const line = text.slice(lineStart, offset);
  const name = /^\s*#\s*@(?<word>\w*)$/.exec(line);
  if (name !== null) return { kind: 'directive', word: wordAt(text, offset) };
  const value = /^(?<before>\s*#\s*@(?<directive>\w+)[ \t]+)/.exec(line)?.groups;
  if (value === undefined) return undefined;
  return { kind: 'directive-value', directive: value.directive!, start: lineStart + value.before!.length };
}

/** The word around `offset`, empty where there is none. */
export function wordAt(text: string, offset: number): Span {
  let start = offset;
  while (start > 0 && wordCharacter.test(text[start - 1]!)) start -= 1;
  let end = offset;
  while (end < text.length && wordCharacter.test(text[end]!)) end += 1;
  return { start, end };
}
const wordCharacter = /[\p{L}\p{N}_]/u;

interface Frame {
  readonly callee?: string;
  index: number;
  argument?: string;
  readonly given: string[];
}

/** Reads the tokens from `start`, where a statement begins, to the cursor. */
function scan(text: string, start: number, offset: number): Cursor {
  const frames: Frame[] = [];
  /** What stands before the cursor: on its line, or within its brackets since the last comma. */
  let before: string[] = [];
  for (const token of tokenize(text.slice(start, endOfLine(text, offset)), start)) {
    const to = endOf(token);
    if (startOf(token) >= offset) break;
    const kind = token.tokenType.name;
    if (kind === 'Newline') {
      if (frames.length === 0) before = [];
    } else if (kind === 'Comment') {
      if (offset <= to) return nothing;
    } else if (kind === 'String') {
      const { start: from, end, issue } = shapeOf(token);
      // Without a closing quote, commas and spaces up to the cursor still are text that is being typed.
      const open = issue === 'unterminated' && offset > end && /^[ \t,]*$/.test(text.slice(end, offset));
      if (from <= offset && (offset <= end || open)) return inString(frames, { start: from, end: open ? offset : end });
      before.push(token.image);
    } else if (wordCharacter.test(token.image[0]!) && offset <= to) {
      break; // The word that is being typed.
    } else {
      before = read(token.image, frames, before);
    }
  }
  return place(frames, before, wordAt(text, offset));
}

const nothing: Cursor = { kind: 'nothing' };

function endOfLine(text: string, offset: number): number {
  const length = text.slice(offset).search(/[\r\n]/);
  return length < 0 ? text.length : offset + length;
}

/** Takes one token in: opens or closes a bracket, or notes an argument. Gives what stands before the cursor now. */
function read(image: string, frames: Frame[], before: readonly string[]): string[] {
  const frame = frames.at(-1);
  if (/^[([{]$/.test(image)) {
    const callee = image === '(' ? before.at(-1) : undefined;
    frames.push({ ...(callee && wordCharacter.test(callee[0]!) ? { callee } : {}), index: 0, given: [] });
    return [];
  }
  if (/^[)\]}]$/.test(image)) {
    frames.pop();
    return ['...'];
  }
  if (image === ',' && frame !== undefined) {
    frame.index += 1;
    delete frame.argument;
    return [];
  }
  if (image === '=' && frame?.callee !== undefined && before.length === 1) {
    frame.argument = before[0]!;
    frame.given.push(frame.argument);
  }
  return [...before, image];
}

function inString(frames: readonly Frame[], { start, end }: Span): Cursor {
  const call = callOf(frames);
  return call === undefined ? nothing : { kind: 'string', call, content: { start, end } };
}

function place(frames: readonly Frame[], tokens: readonly string[], word: Span): Cursor {
  const call = callOf(frames);
  if (call !== undefined) return { kind: 'argument', call, word, first: tokens.length === 0 && !call.nested };
  if (frames.length > 0) return nothing;
  if (tokens.length === 0) return { kind: 'line-start', word };
  return tokens.length === 2 && tokens[1] === '=' ? { kind: 'step-value', word } : nothing;
}

function callOf(frames: readonly Frame[]): CallCursor | undefined {
  const depth = frames.findLastIndex(({ callee }) => callee !== undefined);
  const frame = frames[depth];
  if (frame?.callee === undefined) return undefined;
  const { callee, index, argument, given } = frame;
  return {
    callee,
    index,
    ...(argument === undefined ? {} : { argument }),
    given: [...given],
    nested: depth < frames.length - 1,
  };
}
