import type { Environment, Span } from '@vprog/language';
import type { ScopeVariable } from '../scope.ts';
import type { Completion } from './completion.ts';

interface DirectiveHelp {
  readonly name: string;
  readonly form: string;
  readonly doc: string;
  /** What follows the name, as a snippet. */
  readonly rest: string;
}

/** The directives, in the order in which people write them. */
export const directives: readonly DirectiveHelp[] = [
  {
    name: 'question',
    form: '@question TEXT',
    doc: 'The question that the program answers; it is shown above its results.',
    rest: ' $0',
  },
  {
    name: 'image',
    form: '@image PATH',
    doc: 'The picture that IMAGE stands for. The path is relative to this file.',
    rest: ' $0',
  },
  {
    name: 'input',
    form: '@input NAME=PATH',
    doc: 'The picture that another input stands for, such as `LEFT=a.jpg`. The path is relative to this file.',
    rest: ` \${1:LEFT}=$0`,
  },
  {
    name: 'expect',
    form: '@expect VALUE',
    doc: 'What the program must answer: a value such as `yes` or `2`, or a condition such as `RESULT >= 4`.',
    rest: ' $0',
  },
  {
    name: 'case',
    form: '@case NAME=PATH ... expect=VALUE',
    doc: 'One more test: other pictures, and the answer that they must give.',
    rest: ` \${1:IMAGE}=$2 expect=$0`,
  },
  {
    name: 'profile',
    form: '@profile NAME',
    doc: 'The models that the program runs with: a profile of `vprog.json`.',
    rest: ' $0',
  },
];

/** Directive names; `prefix` is what has to stand before the name, such as `# @` on an empty line. */
export const directiveCompletions = (span: Span, prefix: string, sort: string): readonly Completion[] =>
  directives.map(({ name, form, doc, rest }, order) => ({
    label: prefix + name,
    kind: 'directive',
    detail: form.slice(name.length + 1).trim(),
    documentation: doc,
    insert: `${prefix}${name}${rest}`,
    snippet: true,
    more: true,
    span,
    sortKey: `${sort}${order}`,
    // What was typed before the name is no part of the word that editors match, so the plain name is offered too.
    filter: prefix === '' ? name : prefix + name,
  }));

/** A file or folder that may be meant, as the caller found it. */
export interface ListedFile {
  readonly name: string;
  readonly folder: boolean;
}

const picture = /\.(?:jpe?g|png|webp|gif|avif|tiff?|bmp)$/i;

/** The path that is being typed in a directive's value: where it starts, up to the cursor. */
export function pathIn(directive: string, value: string): { readonly start: number } | undefined {
  if (directive === 'image') return { start: 0 };
  if (directive !== 'input' && directive !== 'case') return undefined;
  const binding = /(?:^|\s)(?<name>[\p{L}_][\p{L}\p{N}_]*)=(?<path>[^\s=]*)$/u.exec(value);
  if (binding?.groups === undefined || binding.groups.name === 'expect') return undefined;
  return { start: value.length - binding.groups.path!.length };
}

/** Pictures and folders for the last part of a path. */
export const pathCompletions = (files: readonly ListedFile[], span: Span): readonly Completion[] =>
  files
    .filter(({ name, folder }) => folder || picture.test(name))
    .map(({ name, folder }) => ({
      label: folder ? `${name}/` : name,
      kind: folder ? 'folder' : 'file',
      insert: folder ? `${name}/` : name,
      ...(folder ? { more: true as const } : {}),
      span,
      sortKey: `${folder ? 1 : 0}${name}`,
    }));

/** Values that are no paths: profiles, expectations, names of inputs. */
export function valueCompletions(
  directive: string,
  value: string,
  scope: readonly ScopeVariable[],
  environment: Environment,
  word: Span,
): readonly Completion[] {
  const plain = (kind: Completion['kind'], texts: readonly string[], sort = '', after = ''): Completion[] =>
    texts.map((text, order) => {
      const sortKey = sort + String(order).padStart(4, '0');
      return { label: text, kind, insert: text + after, span: word, sortKey };
    });
  if (directive === 'profile') return plain('value', [...(environment.profiles?.keys() ?? [environment.profile.name])]);
  if (directive === 'expect' || /expect=[^\s]*$/.test(value)) {
    const names = scope.filter(({ step }) => step !== undefined).map(({ name }) => name);
    return [...plain('value', ['yes', 'no'], '0'), ...plain('variable', ['RESULT', ...names], '1')];
  }
  if (/(?:^|\s)\w*$/.test(value) && (directive === 'input' || directive === 'case')) {
    const inputs = scope.filter(({ step }) => step === undefined).map(({ name }) => name);
    return plain('variable', [...inputs.reverse(), ...(directive === 'case' ? ['expect'] : [])], '', '=');
  }
  return [];
}
