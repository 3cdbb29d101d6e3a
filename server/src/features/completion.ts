import type { Analysis, Environment, Span } from '@vprog/language';
import { argumentNames, literalCompletions, parameterAt, variableCompletions } from './completion/arguments.ts';
import type { Completion } from './completion/completion.ts';
import {
  directiveCompletions,
  type ListedFile,
  pathCompletions,
  pathIn,
  valueCompletions,
} from './completion/directives.ts';
import { moduleCompletions } from './completion/modules.ts';
import { expressionCompletions, knownWords, wordCompletions } from './completion/strings.ts';
import { type Cursor, cursorAt, wordAt } from './cursor.ts';
import { callAt, cellAt, environmentAt, moduleNamed } from './lookup.ts';
import { type ScopeVariable, scopeAt } from './scope.ts';

/**
 * What can be written at `offset`. `files` are the entries of the folder that `folderToList` named, which only the caller
 * can list.
 */
export function completion(
  analysis: Analysis,
  environment: Environment,
  offset: number,
  files: readonly ListedFile[] = [],
): readonly Completion[] {
  const { text } = analysis.parsed;
  const cursor = cursorAt(analysis, offset);
  const scope = scopeAt(analysis, offset, cursor.kind === 'argument' || cursor.kind === 'string');
  const local = environmentAt(environment, analysis, offset);
  switch (cursor.kind) {
    case 'directive':
      return directiveCompletions(cursor.word, '', '0');
    case 'directive-value':
      return directiveValue(text, cursor, scope, local, offset, files);
    case 'line-start':
      return lineStart(analysis, local, scope, cursor.word);
    case 'step-value':
      return moduleCompletions(local, scope, cursor.word, text[cursor.word.end] === '(' ? 'name' : 'value');
    case 'argument':
      return argument(analysis, local, scope, cursor, offset);
    case 'string':
      return string(text, local, scope, cursor, offset);
    case 'nothing':
      return [];
  }
}

/** The folder, relative to the document, whose files `completion` proposes at `offset`; undefined where it proposes none. */
export function folderToList(analysis: Analysis, offset: number): string | undefined {
  const cursor = cursorAt(analysis, offset);
  if (cursor.kind !== 'directive-value') return undefined;
  const value = analysis.parsed.text.slice(cursor.start, offset);
  const path = pathIn(cursor.directive, value);
  return path === undefined ? undefined : value.slice(path.start).replace(/[^/\\]*$/, '');
}

type At<Kind extends Cursor['kind']> = Extract<Cursor, { kind: Kind }>;

function directiveValue(
  text: string,
  { directive, start }: At<'directive-value'>,
  scope: readonly ScopeVariable[],
  environment: Environment,
  offset: number,
  files: readonly ListedFile[],
): readonly Completion[] {
  const value = text.slice(start, offset);
  if (pathIn(directive, value) === undefined)
    return valueCompletions(directive, value, scope, environment, wordAt(text, offset));
  const last = /[^/\\\s=]*$/.exec(value)![0];
  const rest = /^[^/\\\s=]*/.exec(text.slice(offset))![0];
  return pathCompletions(files, { start: offset - last.length, end: offset + rest.length });
}

function lineStart(
  analysis: Analysis,
  environment: Environment,
  scope: readonly ScopeVariable[],
  word: Span,
): readonly Completion[] {
  const { text } = analysis.parsed;
  // Text after the word: its name is being changed, not a step begun.
  if (/^[^\S\r\n]*[^\s#]/.test(text.slice(word.end, word.end + 200))) return [];
  const steps = moduleCompletions(environment, scope, word, 'line');
  const statements = cellAt(analysis, word.start)?.cell.statements ?? [];
  const atTop = !statements.some(({ start }) => start < word.start);
  return atTop && word.start === word.end ? [...steps, ...directiveCompletions(word, '# @', '9')] : steps;
}

function argument(
  analysis: Analysis,
  environment: Environment,
  scope: readonly ScopeVariable[],
  { call, word, first }: At<'argument'>,
  offset: number,
): readonly Completion[] {
  const signature = moduleNamed(environment, call.callee);
  const variables = variableCompletions(
    analysis.parsed.text,
    scope,
    signature && parameterAt(signature, call),
    call.nested,
    word,
  );
  if (signature === undefined) return variables;
  const parameter = parameterAt(signature, call);
  const nameFollows = /^\s*=(?!=)/.test(analysis.parsed.text.slice(word.end, word.end + 80));
  const given = new Set(call.given);
  for (const { name, start, end } of callAt(analysis, offset)?.args ?? [])
    if (name !== undefined && (offset < start || end < offset)) given.add(name.name);
  const names = first ? argumentNames(signature, given, scope, word, nameFollows) : [];
  if (nameFollows && first) return names;
  const words = parameter === undefined ? [] : knownWords(signature, parameter, environment);
  const literals =
    parameter === undefined || (first && call.argument === undefined) ? [] : literalCompletions(parameter, words, word);
  return [...names, ...literals, ...variables];
}

function string(
  text: string,
  environment: Environment,
  scope: readonly ScopeVariable[],
  { call, content }: At<'string'>,
  offset: number,
): readonly Completion[] {
  const signature = moduleNamed(environment, call.callee);
  const parameter = signature && parameterAt(signature, call);
  if (signature === undefined || parameter === undefined) return [];
  if (parameter.expression) return expressionCompletions(text, scope, content, offset);
  return wordCompletions(text, knownWords(signature, parameter, environment), content, offset);
}
