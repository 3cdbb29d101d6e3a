import { type Environment, type ModuleSignature, type Parameter, type Span, typeName } from '@vprog/language';
import { wordAt } from '../cursor.ts';
import { isComputedWith, type ScopeVariable } from '../scope.ts';
import type { Completion } from './completion.ts';

/** A word that makes sense as a text for a parameter. */
export interface KnownWord {
  readonly text: string;
  readonly detail: string;
}

/** The strings that a parameter knows: the labels of the model that reads its phrases, and its own values. */
export function knownWords(
  signature: ModuleSignature,
  { phrase, values = [] }: Parameter,
  { models }: Environment,
): readonly KnownWord[] {
  // A module that picks among objects knows them by the names that the detector gave.
  const model = [signature.capability && models[signature.capability], models.detect].find(each => each?.card.labels);
  const labels = phrase ? (model?.card.labels ?? []) : [];
  return [
    ...labels.map(text => ({ text, detail: `label of ${model?.card.title}` })),
    ...values.map(text => ({ text, detail: phrase ? `a word that ${signature.name} knows without a model` : '' })),
  ];
}

/** The known words in a string of a call; after a comma, the next of several. */
export function wordCompletions(
  text: string,
  words: readonly KnownWord[],
  content: Span,
  offset: number,
): Completion[] {
  const typed = text.slice(content.start, offset);
  const start = content.start + typed.length - /[^,]*$/.exec(typed)![0].trimStart().length;
  const rest = /^[^,]*/.exec(text.slice(offset, content.end))![0];
  return words.map(({ text: word, detail }, order) => ({
    label: word,
    kind: 'label',
    detail,
    insert: word,
    span: { start, end: offset + rest.length },
    sortKey: String(order).padStart(4, '0'),
  }));
}

const operators = [
  { word: 'and', doc: 'True where both sides are.' },
  { word: 'or', doc: 'True where at least one side is.' },
  { word: 'not', doc: 'True where what follows is not.' },
  { word: 'xor', doc: 'True where exactly one side is.' },
  { word: 'if', doc: "`'yes' if {N0} > 1 else 'no'`" },
  { word: 'else', doc: "`'yes' if {N0} > 1 else 'no'`" },
  { word: 'in', doc: 'True where the left side is contained in the right.' },
  { word: 'True', doc: 'Also written yes.' },
  { word: 'False', doc: 'Also written no.' },
];

/** Variables as `{NAME}`, and the words of expressions, in a string that holds one. */
export function expressionCompletions(
  text: string,
  scope: readonly ScopeVariable[],
  content: Span,
  offset: number,
): readonly Completion[] {
  const word = wordAt(text, offset);
  const before = text.slice(content.start, word.start);
  const inBraces = before.endsWith('{');
  const span = { start: word.start - (inBraces ? 1 : 0), end: word.end + (text[word.end] === '}' ? 1 : 0) };
  const variables = scope.map(({ name, type, step }, order): Completion => {
    // Numbers and texts, then lists; pictures after the operators.
    const group = step === undefined || type.kind === 'Image' ? 3 : isComputedWith(type) ? 0 : 1;
    return {
      label: `{${name}}`,
      kind: 'variable',
      detail: typeName(type),
      insert: `{${name}}`,
      span,
      sortKey: `${group}${String(scope.length - order).padStart(6, '0')}`,
      filter: inBraces ? `{${name}}` : name,
    };
  });
  if (inBraces) return variables;
  return [
    ...variables,
    ...operators.map(
      ({ word: operator, doc }, order): Completion => ({
        label: operator,
        kind: 'keyword',
        documentation: doc,
        insert: operator,
        span: word,
        sortKey: `2${order}`,
      }),
    ),
  ];
}
