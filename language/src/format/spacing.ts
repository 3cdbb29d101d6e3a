import type { IToken, TokenType } from 'chevrotain';
import { shapeOf } from '../lexer/lexer.ts';
import * as t from '../lexer/tokens.ts';

const OPENERS = new Set<TokenType>([t.LeftParen, t.LeftSquare, t.LeftCurly]);
const CLOSERS = new Set<TokenType>([t.RightParen, t.RightSquare, t.RightCurly]);
const LEAVES = new Set<TokenType>([t.Name, t.StringLiteralToken, t.Integer, t.Float, t.True, t.False, t.None]);
const SIGNS = new Set<TokenType>([t.Plus, t.Minus, t.Tilde]);

export const isOpener = (token: IToken): boolean => OPENERS.has(token.tokenType);
export const isCloser = (token: IToken): boolean => CLOSERS.has(token.tokenType);
const endsOperand = (token: IToken | undefined): boolean =>
  token !== undefined && (LEAVES.has(token.tokenType) || isCloser(token));

/** Tokens on one line with the space that belongs between them; `outside` says that no bracket is around them. */
export function printTokens(tokens: readonly IToken[], outside: boolean): string {
  const brackets: IToken[] = [];
  let text = '';
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    if (isCloser(token)) brackets.pop();
    const bare = outside && brackets.length === 0;
    const inSquare = brackets.at(-1)?.tokenType === t.LeftSquare;
    if (before !== undefined && needsSpace(before, token, tokens[index - 2], bare, inSquare)) text += ' ';
    text += printToken(token);
    if (isOpener(token)) brackets.push(token);
  });
  return text;
}

function needsSpace(
  before: IToken,
  token: IToken,
  beforeThat: IToken | undefined,
  bare: boolean,
  inSquare: boolean,
): boolean {
  const type = token.tokenType;
  const last = before.tokenType;
  if (isOpener(before) || isCloser(token) || type === t.Comma || type === t.Colon || type === t.Semicolon) return false;
  if (last === t.Comma) return true;
  if (last === t.Colon) return !inSquare;
  // `1 .real`: with the dot beside it the number would take it.
  if (type === t.Dot) return last === t.Integer;
  if (last === t.Dot) return false;
  if (type === t.Assign || last === t.Assign) return bare;
  if (isOpener(token) && type !== t.LeftCurly && endsOperand(before)) return false;
  // A sign after an operator belongs to what follows.
  if (SIGNS.has(last)) return endsOperand(beforeThat);
  return !before.image.endsWith('!');
}

function printToken(token: IToken): string {
  if (token.tokenType === t.StringLiteralToken) return requote(token);
  if (token.tokenType === t.NotIn) return 'not in';
  if (token.tokenType === t.IsNot) return 'is not';
  return token.image;
}

/** In single quotes, or in double quotes where the text needs them; a string that is more than plain stays as it is. */
function requote(token: IToken): string {
  const { prefix, quote, issue } = shapeOf(token);
  if (prefix !== '' || quote.length > 1 || issue !== undefined) return token.image;
  const content = token.image.slice(1, -1).replace(/\\([\s\S])/g, (whole, character) => {
    return character === "'" || character === '"' ? character : whole;
  });
  const single = content.split("'").length;
  const double = content.split('"').length;
  const proper = single > double ? '"' : "'";
  return proper + content.replace(/\\[\s\S]|["']/g, part => (part === proper ? `\\${part}` : part)) + proper;
}
