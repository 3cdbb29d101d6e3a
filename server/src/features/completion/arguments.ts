import type { ModuleSignature, Parameter, Span } from '@vprog/language';
import { typeName } from '@vprog/language';
import type { CallCursor } from '../cursor.ts';
import { code, parameterText } from '../module-text.ts';
import { feed, fit, type ScopeVariable, usualType } from '../scope.ts';
import type { Completion } from './completion.ts';
import { emptyValue } from './modules.ts';
import type { KnownWord } from './strings.ts';

/** The names of arguments that the call does not have yet, the required ones first, each with its best value. */
export function argumentNames(
  signature: ModuleSignature,
  given: ReadonlySet<string>,
  scope: readonly ScopeVariable[],
  span: Span,
  bare: boolean,
): readonly Completion[] {
  const fed = feed(signature, scope);
  return signature.parameters
    .filter(({ name }) => !given.has(name))
    .map((parameter, order): Completion => {
      const variable = fed.get(parameter);
      const value = variable === undefined ? emptyValue(parameter, 1) : `\${1:${variable.name}}`;
      return {
        label: `${parameter.name}=`,
        kind: 'argument',
        detail: parameterText(parameter).slice(parameter.name.length + 2),
        documentation: parameter.doc,
        insert: bare ? parameter.name : `${parameter.name}=${value}`,
        ...(bare ? {} : { snippet: true as const, more: true as const }),
        span,
        sortKey: `0${parameter.default === undefined ? 0 : 1}${order}`,
        filter: parameter.name,
      };
    });
}

/** Variables for a place that wants `parameter`, the best fit first; what does not fit comes last, for half-made programs. */
export function variableCompletions(
  text: string,
  scope: readonly ScopeVariable[],
  parameter: Parameter | undefined,
  nested: boolean,
  span: Span,
): readonly Completion[] {
  return scope.map(({ name, type, step }, order): Completion => {
    const rank = parameter === undefined ? 0 : (fit(type, parameter.type) ?? (nested ? 5 : undefined));
    const newness = String(scope.length - order).padStart(6, '0');
    return {
      label: name,
      kind: 'variable',
      detail: typeName(type),
      documentation:
        step === undefined ? 'An input of the program.' : code(text.slice(step.statement.start, step.statement.end)),
      insert: name,
      span,
      sortKey: `${rank === undefined ? 9 : `1${(rank + 10).toString(36)}`}${newness}`,
    };
  });
}

/** What can be written out for a parameter: its known words in quotes, an empty text, its default. */
export function literalCompletions(
  parameter: Parameter,
  words: readonly KnownWord[],
  span: Span,
): readonly Completion[] {
  const quoted = words.map(
    ({ text, detail }, order): Completion => ({
      label: `'${text}'`,
      kind: 'value',
      detail,
      insert: `'${text}'`,
      span,
      sortKey: `2${String(order).padStart(4, '0')}`,
      filter: text,
    }),
  );
  const empty: Completion = {
    label: "'...'",
    kind: 'value',
    detail: parameter.expression ? 'an expression' : 'a text',
    documentation: parameter.doc,
    insert: "'$0'",
    snippet: true,
    more: true,
    span,
    sortKey: '00',
    filter: "'",
  };
  return [
    ...(parameter.expression || usualType(parameter).kind === 'str' ? [empty] : []),
    ...quoted,
    ...(parameter.default === undefined
      ? []
      : [
          {
            label: parameter.default,
            kind: 'keyword' as const,
            detail: 'default',
            insert: parameter.default,
            span,
            sortKey: '01',
          },
        ]),
  ];
}

/** The parameter at the cursor: by the argument's name, else by its place. */
export const parameterAt = ({ parameters }: ModuleSignature, { argument, index }: CallCursor): Parameter | undefined =>
  argument === undefined ? parameters[index] : parameters.find(({ name }) => name === argument);
