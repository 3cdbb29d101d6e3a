import type { IToken } from 'chevrotain';
import { endOf, startOf } from '../lexer/lexer.ts';
import * as t from '../lexer/tokens.ts';
import type { StepLine } from '../parser/lines.ts';
import { isCloser, isOpener, printTokens } from './spacing.ts';

const MAXIMUM_WIDTH = 100;
const INDENT = '    ';

/** An argument, and the comments that stand on lines of their own before it and behind it. */
interface Row {
  readonly tokens: readonly IToken[];
  readonly above: string[];
  readonly behind: string[];
}

/**
 * A step in canonical layout: on one line, or with one argument a line where it is too long or has comments within.
 * Undefined where comments stand in a place that has no layout.
 */
export function printStep(text: string, line: StepLine): string[] | undefined {
  const { tokens } = line;
  const end = endOf(tokens.at(-1)!);
  const inner = line.comments.filter(comment => startOf(comment) < end);
  const behind = line.comments.filter(comment => startOf(comment) >= end).map(comment => comment.image.trimEnd());
  const call = findCall(tokens);
  if (call === undefined) {
    return inner.length > 0 ? undefined : [withComments(printTokens(tokens, true), behind)];
  }
  const rows = readRows(tokens.slice(call + 1, -1));
  const head = printTokens(tokens.slice(0, call + 1), true);
  const oneLine = `${head}${rows.map(row => printTokens(row.tokens, false)).join(', ')})`;
  if (inner.length === 0 && (oneLine.length <= MAXIMUM_WIDTH || rows.length === 0))
    return [withComments(oneLine, behind)];
  const below = placeComments(text, rows, inner);
  return [
    head,
    ...rows.flatMap(row => [
      ...row.above.map(comment => INDENT + comment),
      INDENT + withComments(`${printTokens(row.tokens, false)},`, row.behind),
    ]),
    ...below.map(comment => INDENT + comment),
    withComments(')', behind),
  ];
}

const withComments = (code: string, comments: readonly string[]): string => [code, ...comments].join('  ');

/** Index of the bracket of the call that is the step's value, where that call is the whole of it. */
function findCall(tokens: readonly IToken[]): number | undefined {
  const equals = tokens.findIndex(token => token.tokenType === t.Assign);
  const open = equals + 2;
  if (tokens[open - 1]?.tokenType !== t.Name || tokens[open]?.tokenType !== t.LeftParen) return undefined;
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    if (isOpener(tokens[index]!)) depth += 1;
    else if (isCloser(tokens[index]!)) depth -= 1;
    if (depth === 0) return index === tokens.length - 1 ? open : undefined;
  }
  return undefined;
}

function readRows(tokens: readonly IToken[]): Row[] {
  const rows: Row[] = [];
  let current: IToken[] = [];
  let depth = 0;
  const finish = (): void => {
    if (current.length > 0) rows.push({ tokens: current, above: [], behind: [] });
    current = [];
  };
  for (const token of tokens) {
    if (isOpener(token)) depth += 1;
    else if (isCloser(token)) depth -= 1;
    if (depth === 0 && token.tokenType === t.Comma) finish();
    else current.push(token);
  }
  finish();
  return rows;
}

/** Gives each comment to the argument that it stands beside or above; what is left stands below the last. */
function placeComments(text: string, rows: readonly Row[], comments: readonly IToken[]): string[] {
  const below: string[] = [];
  for (const comment of comments) {
    const start = startOf(comment);
    const written = comment.image.trimEnd();
    const alone = isAlone(text, start);
    const before = rows.findLast(row => startOf(row.tokens[0]!) < start);
    const after = rows.find(row => endOf(row.tokens.at(-1)!) > start);
    if (!alone && before !== undefined) before.behind.push(written);
    else if (after !== undefined) after.above.push(written);
    else below.push(written);
  }
  return below;
}

/** Whether nothing but space stands before an offset on its line. */
function isAlone(text: string, offset: number): boolean {
  let at = offset - 1;
  while (at >= 0 && /[^\S\r\n]/.test(text[at]!)) at -= 1;
  return at < 0 || text[at] === '\n' || text[at] === '\r';
}
