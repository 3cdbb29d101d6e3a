import type { IToken, TokenType } from 'chevrotain';
import { BracketBalancer } from '../lexer/brackets.ts';
import { endOf, startOf } from '../lexer/lexer.ts';
import * as t from '../lexer/tokens.ts';
import type { Span } from '../span.ts';
import { findWrapper, isFence } from './wrappers.ts';

/** A logical line: what stands on one line, or on several inside brackets. */
export type Line =
  | StepLine
  /** No step, comment or anything known. */
  | { readonly kind: 'prose'; readonly span: Span; readonly extent: Span }
  /** What stands around a program. */
  | { readonly kind: 'wrapper'; readonly span: Span; readonly extent: Span };

export interface StepLine {
  readonly kind: 'step';
  /** Without line ends and comments; brackets match. */
  readonly tokens: IToken[];
  /** From the start of its line to the end of its last, or between the `;` around it. */
  readonly extent: Span;
  readonly balancer: BracketBalancer;
  /** Characters that mean nothing in a program, left out of `tokens`. */
  readonly strays: readonly IToken[];
  /** Comments inside the step and behind it. */
  readonly comments: readonly IToken[];
  /** Space before it, in characters. */
  readonly indent: number;
  /** Such as `>>> `. */
  readonly prefix?: Span;
  /** Text behind the closing bracket that is no part of the step. */
  readonly trailing?: Span;
  /** The `;` before it, where it shares a line with another step. */
  readonly semicolon?: IToken;
}

const PLAIN = new Set<TokenType>([t.Name, t.StringLiteralToken, t.Integer, t.Float, t.Unknown, t.StatementKeyword]);
const LINE_ENDS = new Set<TokenType>([t.Newline, t.LineJoin]);
const isModuleName = (token: IToken): boolean => /^[A-Z][A-Z0-9_]+$/.test(token.image);

/** The logical lines of a cell, whose tokens carry the offsets of the whole `text`. */
export function readLines(text: string, tokens: readonly IToken[], cell: Span): Line[] {
  return new LineReader(text, tokens, cell).read();
}

class LineReader {
  readonly #text: string;
  readonly #tokens: readonly IToken[];
  readonly #cell: Span;
  readonly #lines: Line[] = [];
  #index = 0;

  constructor(text: string, tokens: readonly IToken[], cell: Span) {
    this.#text = text;
    this.#tokens = tokens;
    this.#cell = cell;
  }

  read(): Line[] {
    let semicolon: IToken | undefined;
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      if (token.tokenType === t.Newline || token.tokenType === t.Comment) {
        this.#index += 1;
        continue;
      }
      const lineStart = semicolon === undefined ? this.#lineStart() : startOf(token);
      const wrapper = semicolon === undefined ? findWrapper(this.#text, lineStart) : undefined;
      if (wrapper?.kind === 'line') {
        const end = this.#lineEnd(this.#skipLine());
        this.#lines.push({ kind: 'wrapper', span: wrapper.span, extent: { start: lineStart, end } });
        continue;
      }
      while (wrapper !== undefined && startOf(this.#peek() ?? token) < wrapper.span.end && this.#peek())
        this.#index += 1;
      semicolon = this.#isStep() ? this.#readStep(lineStart, wrapper?.span, semicolon) : this.#readProse(lineStart);
    }
    return this.#lines;
  }

  #peek(ahead = 0): IToken | undefined {
    return this.#tokens[this.#index + ahead];
  }

  #lineStart(): number {
    const before = this.#tokens[this.#index - 1];
    return before === undefined ? this.#cell.start : endOf(before);
  }

  /** Of the line on which an offset lies. */
  #lineEnd(offset: number): number {
    let end = offset;
    while (end < this.#cell.end && this.#text[end] !== '\n' && this.#text[end] !== '\r') end += 1;
    return end;
  }

  /** To the line end; a backslash there joins nothing. Gives the end of what stands on the line, comments apart. */
  #skipLine(): number {
    let end = startOf(this.#peek()!);
    for (let token = this.#peek(); token !== undefined && token.tokenType !== t.Newline; token = this.#peek()) {
      this.#index += 1;
      if (token.tokenType === t.LineJoin) return startOf(token) + 1;
      if (token.tokenType !== t.Comment) end = endOf(token);
    }
    return end;
  }

  #readProse(lineStart: number): undefined {
    const start = startOf(this.#peek()!);
    const end = this.#skipLine();
    this.#lines.push({ kind: 'prose', span: { start, end }, extent: { start: lineStart, end: this.#lineEnd(end) } });
  }

  /** Whether what comes is meant as a step, or as the start of one. */
  #isStep(): boolean {
    const [first, second, third, fourth] = [this.#peek(), this.#peek(1), this.#peek(2), this.#peek(3)];
    if (first === undefined || second === undefined || first.tokenType !== t.Name) return this.#assignsBefore();
    if (second.tokenType === t.Assign) return true;
    const adjacent = (token: IToken | undefined): boolean => token?.tokenType === t.LeftParen;
    if (adjacent(second)) return isModuleName(first) || endOf(first) === startOf(second);
    if (second.tokenType === t.Name) return isModuleName(second) && adjacent(third);
    const joins = second.tokenType === t.Equal || second.tokenType === t.Walrus || second.tokenType === t.Colon;
    if (joins && third?.tokenType === t.Name && adjacent(fourth)) return isModuleName(third);
    return this.#assignsBefore();
  }

  /** Whether several or structured targets stand before a `=` and a call, such as `A, B = LOC(`. */
  #assignsBefore(): boolean {
    const targets = new Set<TokenType>([t.Name, t.Comma, t.Dot, t.Star, t.Integer, t.LeftSquare, t.RightSquare]);
    let ahead = 0;
    while (ahead < 20 && targets.has(this.#peek(ahead)?.tokenType ?? t.Newline)) ahead += 1;
    return (
      ahead > 0 &&
      this.#peek(ahead)?.tokenType === t.Assign &&
      this.#peek(ahead + 1)?.tokenType === t.Name &&
      this.#peek(ahead + 2)?.tokenType === t.LeftParen
    );
  }

  /** Whether the line that begins at the current token must be a new statement though a bracket is open. */
  #isBoundary(indent: number): boolean {
    const [first, second, third, fourth] = [this.#peek(), this.#peek(1), this.#peek(2), this.#peek(3)];
    if (first === undefined) return true;
    if (isFence(this.#text, this.#lineStart())) return true;
    return (
      first.tokenType === t.Name &&
      second?.tokenType === t.Assign &&
      third?.tokenType === t.Name &&
      fourth?.tokenType === t.LeftParen &&
      // Arguments are written small; without that sign, only a line that is indented no deeper is a step.
      ((/^[A-Z]/.test(first.image) && isModuleName(third)) || startOf(first) - this.#lineStart() <= indent)
    );
  }

  /** The `;` behind the step, where another step follows it. */
  #readStep(lineStart: number, prefix: Span | undefined, semicolon: IToken | undefined): IToken | undefined {
    const balancer = new BracketBalancer((start, end) => ({ start, end }));
    const strays: IToken[] = [];
    const comments: IToken[] = [];
    const first = this.#peek()!;
    const indent = prefix === undefined && semicolon === undefined ? startOf(first) - lineStart : 0;
    let trailing: Span | undefined;
    let next: IToken | undefined;
    let last = first;
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      if (token.tokenType === t.Newline) {
        if (balancer.depth === 0) break;
        this.#index += 1;
        if (this.#isBoundary(indent)) {
          this.#index -= 1;
          break;
        }
        continue;
      }
      if (token !== first && balancer.depth === 0 && this.#endsBefore(token)) {
        next = token.tokenType === t.Semicolon && this.#isStepBehind() ? token : undefined;
        if (next === undefined) trailing = { start: startOf(token), end: this.#skipLine() };
        else this.#index += 1;
        break;
      }
      this.#index += 1;
      last = token;
      if (token.tokenType === t.Comment) comments.push(token);
      else if (token.tokenType === t.Unknown) strays.push(token);
      else if (token.tokenType !== t.LineJoin) balancer.add(token);
    }
    const comment = this.#peek();
    if (comment?.tokenType === t.Comment) {
      comments.push(comment);
      this.#index += 1;
    }
    balancer.finish();
    const end = next === undefined ? this.#lineEnd(endOf(last)) : startOf(next);
    this.#lines.push({
      kind: 'step',
      tokens: balancer.tokens,
      extent: { start: lineStart, end },
      balancer,
      strays,
      comments,
      indent,
      ...(prefix === undefined ? {} : { prefix }),
      ...(trailing === undefined ? {} : { trailing }),
      ...(semicolon === undefined ? {} : { semicolon }),
    });
    return next;
  }

  #isStepBehind(): boolean {
    this.#index += 1;
    const answer = this.#isStep();
    this.#index -= 1;
    return answer;
  }

  /** Whether a step, outside brackets, cannot go on with this token. */
  #endsBefore(token: IToken): boolean {
    if (token.tokenType === t.Semicolon) return true;
    const before = this.#tokens[this.#index - 1];
    if (before?.tokenType !== t.RightParen) return false;
    if (PLAIN.has(token.tokenType) || token.tokenType === t.LeftCurly) return true;
    const last = this.#peek(1);
    const ends = last === undefined || LINE_ENDS.has(last.tokenType) || last.tokenType === t.Comment;
    return ends && (token.tokenType === t.Dot || token.tokenType === t.Comma || token.tokenType === t.Colon);
  }
}
