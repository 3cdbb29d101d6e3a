import type { Directive, Expectation, Expression, InputBinding, Statement, Word } from '../ast.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problems.ts';
import type { Span } from '../span.ts';
import { walk } from '../tree/walk.ts';
import { LineProblems } from './context.ts';
import { readExpression } from './expression.ts';

const DIRECTIVE = /(?<![^\r\n\ufeff])[ \t\f]*#[ \t]*@([A-Za-z_][\w-]*)([^\r\n]*)/g;
const BINDING = /(?<!\S)([^\s=,]+)[ \t]*=/g;
const INPUT = /^([\p{L}_][\p{L}\p{N}_]*)[ \t]*=/u;

/** The directives of a cell and what is wrong with them. `statements` are those of the cell. */
export function readDirectives(
  source: string,
  cell: Span,
  statements: readonly Statement[],
): { readonly directives: Directive[]; readonly problems: Problem[] } {
  const names = new Set(['RESULT']);
  for (const statement of statements) {
    if (statement.kind !== 'Assign') continue;
    for (const target of statement.targets) if (target.kind === 'Name') names.add(target.name);
  }
  const reader = new DirectiveReader(source, names);
  const firstStep = statements[0]?.start ?? cell.end;
  let next = 0;
  const directives: Directive[] = [];
  for (const match of source.slice(cell.start, cell.end).matchAll(DIRECTIVE)) {
    const at = cell.start + match.index + match[0].length - match[2]!.length - match[1]!.length;
    while (next < statements.length && statements[next]!.end <= at) next += 1;
    if ((statements[next]?.start ?? at) < at) continue;
    const directive = reader.read(word(source, at, at + match[1]!.length), at + match[1]!.length + match[2]!.length);
    directives.push(directive);
    if (at > firstStep && directive.kind !== 'UnknownDirective') {
      reader.problems.push(problem('VP118', directive, [directive.name.text]));
    }
  }
  return { directives, problems: reader.problems };
}

const word = (source: string, start: number, end: number): Word => ({ text: source.slice(start, end), start, end });

/** Without the space around it. */
function trim(source: string, start: number, end: number): Word {
  while (start < end && /\s/.test(source[start]!)) start += 1;
  while (end > start && /\s/.test(source[end - 1]!)) end -= 1;
  return word(source, start, end);
}

/** Also without quotes around it. */
function trimPath(source: string, start: number, end: number): Word {
  const path = trim(source, start, end);
  const quoted = /^(['"]).*\1$/.test(path.text) && path.text.length > 1;
  return quoted ? word(source, path.start + 1, path.end - 1) : path;
}

class DirectiveReader {
  readonly problems: Problem[] = [];
  readonly #source: string;
  readonly #names: ReadonlySet<string>;

  constructor(source: string, names: ReadonlySet<string>) {
    this.#source = source;
    this.#names = names;
  }

  read(name: Word, lineEnd: number): Directive {
    const source = this.#source;
    const start = source.lastIndexOf('#', name.start);
    const rest = trim(source, name.end, lineEnd);
    const common = { name, start, end: Math.max(rest.end, name.end) };
    switch (name.text) {
      case 'question':
        if (rest.text === '') this.#incomplete(common, 'TEXT');
        return { kind: 'Question', text: rest, ...common };
      case 'image': {
        if (rest.text === '') this.#incomplete(common, 'PATH');
        const variable = { ...name, text: 'IMAGE' };
        return { kind: 'Input', input: this.#binding(variable, rest.start, rest.end, name), ...common };
      }
      case 'input': {
        const [written = '', variable = ''] = INPUT.exec(rest.text) ?? [];
        const pathStart = rest.start + written.length;
        if (written === '' || pathStart === rest.end) this.#incomplete(common, 'NAME=PATH');
        const bound = word(source, rest.start, rest.start + variable.length);
        return { kind: 'Input', input: this.#binding(bound, pathStart, rest.end, bound), ...common };
      }
      case 'expect':
        if (rest.text === '') this.#incomplete(common, 'VALUE');
        return { kind: 'Expect', expectation: this.#expectation(rest), ...common };
      case 'case':
        return { kind: 'Case', ...this.#case(rest, common), ...common };
      case 'profile':
        if (rest.text === '') this.#incomplete(common, 'NAME');
        return { kind: 'Profile', profile: rest, ...common };
      default:
        return { kind: 'UnknownDirective', ...common };
    }
  }

  #incomplete({ name, start, end }: Span & { readonly name: Word }, wanted: string): void {
    this.problems.push(problem('VP119', { start, end }, [name.text, wanted]));
  }

  #binding(variable: Word, start: number, end: number, from: Span): InputBinding {
    const path = trimPath(this.#source, start, end);
    return { variable, path, start: from.start, end: Math.max(end, from.end) };
  }

  /** `NAME=PATH` any number of times, then `expect=` and the rest of the line. */
  #case(
    rest: Word,
    common: Span & { readonly name: Word },
  ): { readonly inputs: InputBinding[]; readonly expectation?: Expectation } {
    const inputs: InputBinding[] = [];
    const bindings = [...rest.text.matchAll(BINDING)];
    const last = bindings.findIndex(match => match[1] === 'expect');
    const expected = bindings[last];
    const pairs = last < 0 ? bindings : bindings.slice(0, last);
    pairs.forEach((match, index) => {
      const start = rest.start + match.index;
      const following = bindings[index + 1];
      const end = following === undefined ? rest.end : rest.start + following.index;
      const variable = word(this.#source, start, start + match[1]!.length);
      inputs.push(this.#binding(variable, start + match[0].length, trim(this.#source, start, end).end, variable));
    });
    const value = expected && trim(this.#source, rest.start + expected.index + expected[0].length, rest.end);
    if (inputs.length === 0 && !value?.text) this.#incomplete(common, 'NAME=PATH expect=VALUE');
    return { inputs, ...(value === undefined ? {} : { expectation: this.#expectation(value) }) };
  }

  #expectation(text: Word): Expectation {
    const plain = { text: text.text, start: text.start, end: text.end };
    if (!/\w/.test(text.text)) return plain;
    const problems = new LineProblems();
    const expression = readExpression({
      source: text.text,
      file: this.#source,
      mode: 'expectation',
      place: (start, end) => ({ start: text.start + start, end: text.start + end }),
      report: problems.report,
    });
    if (expression !== undefined && !problems.failed) {
      if (!this.#asksForVariable(expression)) return plain;
      this.problems.push(...problems.list);
      return { ...plain, expression };
    }
    if (/\bRESULT\b\s*[.[(=<>!+*/%-]/.test(text.text)) this.problems.push(problem('VP126', plain, []));
    return plain;
  }

  /** More than a bare word or a literal: an expression over the program's names. */
  #asksForVariable(expression: Expression): boolean {
    if (expression.kind === 'Name') return false;
    let found = false;
    walk(expression, node => {
      if (node.kind === 'Name' && this.#names.has(node.name)) found = true;
    });
    return found;
  }
}
