import type { CustomPatternMatcherReturn, IToken } from 'chevrotain';

/** What the lexer learned of a string; offsets are those of the lexed text. */
export interface StringShape {
  /** As written, such as `r`. */
  readonly prefix: string;
  /** As it opens: one of `' " ''' """` or a curly quote. */
  readonly quote: string;
  /** Of the text between the quotes. */
  readonly start: number;
  readonly end: number;
  /** `early`: the closing quote is not the first, since an apostrophe stood within. */
  readonly issue?: 'unterminated' | 'curly' | 'early';
}

const OPENING = /(?:[rR][bBfF]?|[bBfF][rR]?|[uU])?(?='|")|(?=[“”„‘’‚])/y;
const DOUBLE = '"“”„';
const SINGLE = "'‘’‚";
/** A word that ends the text may be followed by one of these. */
const FOLLOWING_WORDS = new Set(['and', 'or', 'xor', 'not', 'in', 'is', 'if', 'else', 'for', 'as']);
const WORD_AFTER = /([ \t\f]*)([\p{L}\p{N}_]+)(['"]?)/uy;
/** What follows the last quote of an argument: the call's end, the next argument, or the line's end. */
const SURE_END = /[ \t\f]*(?:$|#|,[ \t\f]*(?:$|#|[A-Za-z_]\w*[ \t\f]*=(?!=))|[)\]}][ \t\f)\]}]*(?:$|#))/my;
const LIKELY_END = /[ \t\f]*[,)\]}]/y;
const NEXT_ARGUMENT = /,[ \t\f]*[A-Za-z_]\w*[ \t\f]*=(?!=)/y;
const NAMED_ARGUMENT = /[ \t\f]*=(?!=)/y;
/** Tokens after which three quotes open a text; elsewhere they are a line of a Markdown-like fence. */
const BEFORE_TRIPLE = new Set(['Assign', 'Comma', 'LeftParen', 'LeftSquare', 'LeftCurly', 'Colon', 'String', 'Plus']);

const matchesAt = (expression: RegExp, text: string, offset: number): boolean => {
  expression.lastIndex = offset;
  return expression.test(text);
};

/**
 * What is known not to come before the end of a line, so that no stretch of text is searched more than twice: searching
 * again from a later start finds the same.
 */
class Absence {
  #text = '';
  readonly #stretches = new Map<string, { readonly from: number; readonly to: number }>();

  known(text: string, quote: string, offset: number): boolean {
    const stretch = this.#text === text ? this.#stretches.get(quote) : undefined;
    return stretch !== undefined && stretch.from <= offset && offset < stretch.to;
  }

  set(text: string, quote: string, from: number, to: number): void {
    if (this.#text !== text) this.#stretches.clear();
    this.#text = text;
    this.#stretches.set(quote, { from, to });
  }

  /** Lets go of the text. */
  clear(): void {
    this.set('', '', 0, 0);
  }
}
const noClosing = new Absence();
const noCurly = new Absence();
const noSureEnd = new Absence();
const noLikelyEnd = new Absence();

/** Lets go of the last text. */
export function forgetText(): void {
  for (const absence of [noClosing, noCurly, noSureEnd, noLikelyEnd]) absence.clear();
}

/** The pattern of string tokens for the lexer. */
export function matchString(text: string, offset: number, before: IToken[]): CustomPatternMatcherReturn | null {
  OPENING.lastIndex = offset;
  const opening = OPENING.exec(text);
  if (opening === null) return null;
  const prefix = opening[0];
  const at = offset + prefix.length;
  const character = text[at]!;
  const triple = text.startsWith(character.repeat(3), at) && (character === "'" || character === '"');
  const quote = triple && opensTriple(before) ? character.repeat(3) : character;
  const shape = readString(text, prefix, quote, at + quote.length);
  const closing = shape.issue === 'unterminated' ? 0 : quote.length;
  const result: CustomPatternMatcherReturn = [text.slice(offset, shape.end + closing)];
  result.payload = shape;
  return result;
}

function opensTriple(before: readonly IToken[]): boolean {
  let index = before.length - 1;
  while (index >= 0 && /^(?:Newline|Comment|LineJoin)$/.test(before[index]!.tokenType.name)) index -= 1;
  return index >= 0 && BEFORE_TRIPLE.has(before[index]!.tokenType.name);
}

function readString(text: string, prefix: string, quote: string, start: number): StringShape {
  const curly = !/^['"]/.test(quote);
  const closers = curly ? (DOUBLE.includes(quote) ? DOUBLE : SINGLE) : quote;
  const end = findClosing(text, closers, start, curly);
  if (end === undefined) return unterminated(text, prefix, quote, start);
  if (quote.length === 3) return { prefix, quote, start, end };
  const later = closesEarly(text, end + 1) ? findIntendedEnd(text, closers, end + 1) : undefined;
  if (later !== undefined) return { prefix, quote, start, end: later, issue: curly ? 'curly' : 'early' };
  return { prefix, quote, start, end, ...(curly ? { issue: 'curly' as const } : {}) };
}

/** Offset of the quote that closes; undefined where none does on the line, or for three quotes in the text. */
function findClosing(text: string, closers: string, start: number, curly: boolean): number | undefined {
  if (noClosing.known(text, closers, start)) return undefined;
  const triple = !curly && closers.length === 3;
  let at = start;
  for (; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === '\\') {
      if (text[at + 1] === '\r' && text[at + 2] === '\n') at += 1;
      at += 1;
    } else if (triple) {
      if (character === closers[0] && text.startsWith(closers, at)) return at;
    } else if (character === '\n' || character === '\r') break;
    else if (closers.includes(character)) return at;
  }
  noClosing.set(text, closers, start, Math.min(at, text.length));
  return undefined;
}

/** Whether the quote before `after` cannot be the end of the text: a word follows that continues it. */
function closesEarly(text: string, after: number): boolean {
  WORD_AFTER.lastIndex = after;
  const match = WORD_AFTER.exec(text);
  if (match === null) return false;
  const [, space, word, quote] = match;
  if (FOLLOWING_WORDS.has(word!.toLowerCase())) return false;
  if (space === '') return true;
  if (matchesAt(NAMED_ARGUMENT, text, after + space!.length + word!.length)) return false;
  return !(quote !== '' && /^(?:[rR][bBfF]?|[bBfF][rR]?|[uU])$/.test(word!));
}

/** The quote after `from` that was meant to close the text: the first that ends an argument for sure, else likely. */
function findIntendedEnd(text: string, closers: string, from: number): number | undefined {
  for (const [expression, absence] of [
    [SURE_END, noSureEnd],
    [LIKELY_END, noLikelyEnd],
  ] as const) {
    if (absence.known(text, closers, from)) continue;
    let at = from;
    for (; at < text.length && text[at] !== '\n' && text[at] !== '\r'; at += 1) {
      if (closers.includes(text[at]!) && matchesAt(expression, text, at + 1)) return at;
    }
    absence.set(text, closers, from, at);
  }
  return undefined;
}

/** A text without end ends before the next argument or the call's closing brackets, else with its line. */
function unterminated(text: string, prefix: string, quote: string, start: number): StringShape {
  const family = quote.length > 1 ? undefined : quote === '"' ? DOUBLE : SINGLE;
  const closing = family === undefined ? undefined : findCurlyEnd(text, family, start);
  if (closing !== undefined) return { prefix, quote, start, end: closing, issue: 'curly' };
  let end = start;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') {
    if (text[end] === ',' && matchesAt(NEXT_ARGUMENT, text, end)) break;
    end += 1;
  }
  while (end > start && ' \t\f)]},'.includes(text[end - 1]!)) end -= 1;
  return { prefix, quote, start, end, issue: 'unterminated' };
}

/** A curly quote that ends an argument, for a text that a straight one opens. */
function findCurlyEnd(text: string, family: string, start: number): number | undefined {
  if (noCurly.known(text, family, start)) return undefined;
  let at = start;
  for (; at < text.length && text[at] !== '\n' && text[at] !== '\r'; at += 1) {
    if (family.includes(text[at]!) && matchesAt(SURE_END, text, at + 1)) return at;
  }
  noCurly.set(text, family, start, at);
  return undefined;
}
