import type { IToken, TokenType } from 'chevrotain';
import { badEscapes } from '../lexer/decode.ts';
import { endOf, shapeOf, startOf } from '../lexer/lexer.ts';
import type { StringShape } from '../lexer/strings.ts';
import * as t from '../lexer/tokens.ts';
import type { Fix } from '../problem.ts';
import { problem } from '../problems.ts';
import type { Span } from '../span.ts';
import type { ReadingContext } from './context.ts';

const OPENERS = new Set([t.LeftParen, t.LeftSquare, t.LeftCurly]);
const CLOSERS = new Set([t.RightParen, t.RightSquare, t.RightCurly]);
const LEAVES = new Set([t.Name, t.StringLiteralToken, t.Integer, t.Float, t.True, t.False, t.None]);
const PREFIXES = new Set([t.Not, t.Bang, t.Plus, t.Minus, t.Tilde]);
const WORDS = new Map<string, TokenType>([
  ['and', t.And],
  ['or', t.Or],
  ['xor', t.Xor],
]);
const SYMBOLS = new Map<TokenType, readonly [TokenType, string]>([
  [t.DoubleAmpersand, [t.And, 'and']],
  [t.DoubleBar, [t.Or, 'or']],
]);

const endsOperand = (token: IToken | undefined): boolean =>
  token !== undefined && (LEAVES.has(token.tokenType) || CLOSERS.has(token.tokenType));
const startsOperand = (token: IToken | undefined): boolean =>
  token !== undefined && (LEAVES.has(token.tokenType) || OPENERS.has(token.tokenType) || PREFIXES.has(token.tokenType));

const placeOf = (token: IToken, context: ReadingContext): Span => context.place(startOf(token), endOf(token));

function retype(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx!;
}

/** Operators that people and language models borrow from elsewhere, and `xor`, get the type of the operator that they mean. */
export function readForeignOperators(tokens: readonly IToken[], context: ReadingContext): void {
  let depth = 0;
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    if (OPENERS.has(token.tokenType)) depth += 1;
    else if (CLOSERS.has(token.tokenType)) depth -= 1;
    else if (token.tokenType === t.Name) readWord(token, before, after, context);
    else if (token.tokenType === t.Bang) {
      retype(token, t.Not);
      // A word needs a space where the sign needs none.
      hint(token, 'not', context, startOf(after ?? token) === endOf(token) ? 'not ' : 'not');
    } else if (SYMBOLS.has(token.tokenType)) {
      const [type, proper] = SYMBOLS.get(token.tokenType)!;
      const left = before !== undefined && endOf(before) === startOf(token) ? ' ' : '';
      const right = after !== undefined && endOf(token) === startOf(after) ? ' ' : '';
      retype(token, type);
      hint(token, proper, context, left + proper + right);
    } else if (token.tokenType === t.Assign && context.mode === 'eval' && depth === 0) {
      retype(token, t.Equal);
      const span = placeOf(token, context);
      context.report(problem('VP123', span, [], { fixes: [{ title: 'Write ==', edits: [{ span, newText: '==' }] }] }));
    }
  });
}

function readWord(token: IToken, before: IToken | undefined, after: IToken | undefined, context: ReadingContext): void {
  const word = token.image.toLowerCase();
  const infix = WORDS.get(word);
  if (infix !== undefined && endsOperand(before) && startsOperand(after)) {
    retype(token, infix);
    if (infix === t.Xor && context.mode === 'file') context.report(problem('VP129', placeOf(token, context), []));
    else if (token.image !== word) hint(token, word, context, word);
  } else if (word === 'not' && token.image !== word && !endsOperand(before) && startsOperand(after)) {
    retype(token, t.Not);
    hint(token, word, context, word);
  }
}

function hint(token: IToken, proper: string, context: ReadingContext, newText: string): void {
  const span = placeOf(token, context);
  const fixes = [{ title: `Write ${proper}`, edits: [{ span, newText }] }];
  context.report(problem('VP112', span, [token.image, proper], { fixes }));
}

/** Reports strings that do not end, end early, or are quoted or escaped in a way that needs another hand. */
export function checkStrings(tokens: readonly IToken[], context: ReadingContext): void {
  for (const token of tokens) {
    if (token.tokenType === t.StringLiteralToken) checkString(token, context);
  }
}

function checkString(token: IToken, context: ReadingContext): void {
  const shape = shapeOf(token);
  const span = placeOf(token, context);
  const fixable = context.mode === 'file';
  if (shape.issue === 'unterminated') {
    const quote = context.place(shape.start - shape.quote.length, shape.start);
    const end = context.place(shape.end, shape.end);
    const fixes = fixable ? [{ title: `Add ${shape.quote}`, edits: [{ span: end, newText: shape.quote }] }] : [];
    context.report(problem('VP103', quote, [shape.quote], { fixes }));
  } else if (shape.issue !== undefined) {
    const fixes: Fix[] = fixable
      ? [{ title: 'Quote it so that it is read as meant', edits: [{ span, newText: requote(context.source, shape) }] }]
      : [];
    if (shape.issue === 'curly') context.report(problem('VP104', span, [], { fixes }));
    else context.report(problem('VP409', span, [], { fixes }));
  }
  if (/[bf]/i.test(shape.prefix)) {
    const place = context.place(startOf(token), startOf(token) + shape.prefix.length);
    context.report(problem('VP121', place, [shape.prefix]));
  }
  if (!token.image.includes('\\')) return;
  for (const { offset, text } of badEscapes(context.source, shape)) {
    context.report(problem('VP122', context.place(offset, offset + text.length), [text]));
  }
}

/** The string in straight quotes that do not occur in it, or escaped where both do. */
function requote(source: string, { prefix, start, end }: StringShape): string {
  const content = source.slice(start, end);
  const quote = content.includes("'") ? '"' : "'";
  const escaped = content.includes(quote)
    ? content.replace(/\\[\s\S]|"/g, part => (part === '"' ? '\\"' : part))
    : content;
  return prefix + quote + escaped + quote;
}
