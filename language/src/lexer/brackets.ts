import { createTokenInstance, type IToken, type TokenType } from 'chevrotain';
import type { Problem } from '../problem.ts';
import { problem } from '../problems.ts';
import type { Span } from '../span.ts';
import { endOf, startOf } from './lexer.ts';
import * as t from './tokens.ts';

/** More brackets in one another than any program needs, and few enough for the machine's stack. */
export const MAXIMUM_NESTING = 100;

const CLOSING = new Map<TokenType, TokenType>([
  [t.LeftParen, t.RightParen],
  [t.LeftSquare, t.RightSquare],
  [t.LeftCurly, t.RightCurly],
]);
const CLOSERS = new Set(CLOSING.values());
const text = (type: TokenType): string => String(type.PATTERN);

/** Takes tokens one by one and gives a list whose brackets match: what is missing is added, what is too much dropped. */
export class BracketBalancer {
  readonly tokens: IToken[] = [];
  readonly problems: Problem[] = [];
  tooDeep = false;
  readonly #open: IToken[] = [];
  readonly #place: (start: number, end: number) => Span;

  constructor(place: (start: number, end: number) => Span) {
    this.#place = place;
  }

  get depth(): number {
    return this.#open.length;
  }

  add(token: IToken): void {
    if (CLOSING.has(token.tokenType)) {
      this.#open.push(token);
      if (this.#open.length > MAXIMUM_NESTING) this.tooDeep = true;
    } else if (CLOSERS.has(token.tokenType) && !this.#close(token)) return;
    this.tokens.push(token);
  }

  /** Closes what is still open behind the last token. */
  finish(): void {
    this.#closeDownTo(0);
  }

  #close(token: IToken): boolean {
    const lowest = Math.max(0, this.#open.length - MAXIMUM_NESTING);
    for (let level = this.#open.length - 1; level >= lowest; level -= 1) {
      if (CLOSING.get(this.#open[level]!.tokenType) !== token.tokenType) continue;
      this.#closeDownTo(level + 1);
      this.#open.pop();
      return true;
    }
    const span = this.#place(startOf(token), endOf(token));
    const fixes = [{ title: `Remove ${token.image}`, edits: [{ span, newText: '' }] }];
    this.#report(problem('VP102', span, [token.image], { fixes }));
    return false;
  }

  #closeDownTo(level: number): void {
    const end = this.tokens.length === 0 ? 0 : endOf(this.tokens.at(-1)!);
    const unclosed = this.#open.splice(level).reverse();
    for (const bracket of unclosed) {
      const closing = CLOSING.get(bracket.tokenType)!;
      this.tokens.push(createTokenInstance(closing, '', end, end - 1, 0, 0, 0, 0));
    }
    const outermost = unclosed.at(-1);
    if (outermost === undefined) return;
    const closers = unclosed.map(bracket => text(CLOSING.get(bracket.tokenType)!)).join('');
    const place = this.#place(startOf(outermost), endOf(outermost));
    const edits = [{ span: this.#place(end, end), newText: closers }];
    const fixes = [{ title: `Add ${closers}`, edits }];
    this.#report(problem('VP101', place, [outermost.image, closers], { fixes }));
  }

  /** Reading goes on over lines, but one mistake is enough to tell. */
  #report(found: Problem): void {
    if (this.problems.length === 0) this.problems.push(found);
  }
}
