import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { z } from 'zod';
import type { Problem } from '../problem.ts';
import { problem } from '../problems.ts';
import type { Span } from '../span.ts';
import { type Issue, issuesOf } from './issues.ts';

type Path = readonly (string | number)[];

export interface JsonReading<T> {
  /** Absent where the text does not fit the schema; unknown settings alone do not prevent it. */
  readonly value?: T;
  readonly problems: readonly Problem[];
  /** Where each value stands, by its path joined with `/`. */
  readonly spans: ReadonlyMap<string, Span>;
}

/** Reads JSON with comments and trailing commas against a schema; every problem has its place in the text. */
export function readJson<T>(text: string, schema: z.ZodType<T>): JsonReading<T> {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const spans = new Map<string, Span>();
  if (root === undefined || errors.length > 0) {
    const problems = errors
      .slice(0, 1)
      .map(error =>
        problem('VP520', { start: error.offset, end: error.offset + error.length }, [
          `This is not valid JSON: ${words(printParseErrorCode(error.error))}.`,
        ]),
      );
    const nothing = problem('VP520', { start: 0, end: text.length }, ['This file is empty; write at least `{}`.']);
    return { problems: problems.length > 0 ? problems : [nothing], spans };
  }
  collectSpans(root, '', spans);
  const value = plain(root);
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, problems: [], spans };
  const issues = issuesOf(result.error.issues, path => findNodeAtLocation(root, [...path]) !== undefined);
  const problems = issues.map(issue => problem(issue.unknown ? 'VP522' : 'VP521', place(root, issue), [issue.message]));
  if (issues.some(issue => !issue.unknown)) return { problems, spans };
  for (const issue of issues) remove(value, issue.path);
  const rest = schema.safeParse(value);
  return rest.success ? { value: rest.data, problems, spans } : { problems, spans };
}

const words = (code: string): string => code.replace(/(?!^)([A-Z])/g, ' $1').toLowerCase();

/** Object keys that JavaScript would treat specially stay plain data. */
function plain(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(plain);
  if (node.type !== 'object') return node.value;
  const entries = (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
    key === undefined || value === undefined ? [] : [[String(key.value), plain(value)] as const],
  );
  return Object.fromEntries(entries);
}

function collectSpans(node: Node, path: string, spans: Map<string, Span>): void {
  spans.set(path, { start: node.offset, end: node.offset + node.length });
  if (node.type !== 'object') return;
  for (const { children: [key, value] = [] } of node.children ?? []) {
    if (key !== undefined && value !== undefined) {
      collectSpans(value, path === '' ? key.value : `${path}/${key.value}`, spans);
    }
  }
}

/** The key for an unknown setting, else the value, else the innermost value around the one that is missing. */
function place(root: Node, issue: Issue): Span {
  let path: Path = issue.path;
  let node = findNodeAtLocation(root, [...path]);
  while (node === undefined && path.length > 0) {
    path = path.slice(0, -1);
    node = findNodeAtLocation(root, [...path]);
  }
  const found = node ?? root;
  const shown = issue.unknown && found.parent?.type === 'property' ? (found.parent.children?.[0] ?? found) : found;
  const missing = path.length < issue.path.length;
  return { start: shown.offset, end: shown.offset + (missing ? 1 : shown.length) };
}

function remove(value: unknown, path: Path): void {
  let holder = value;
  for (const key of path.slice(0, -1)) holder = (holder as Record<string | number, unknown>)[key];
  delete (holder as Record<string | number, unknown>)[path.at(-1) ?? ''];
}
