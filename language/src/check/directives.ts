import type { Cell, Directive, Expectation, InputBinding } from '../ast.ts';
import { similar } from '../distance.ts';
import { problem } from '../problems.ts';
import { type Type, typeName } from '../types.ts';
import { membersOf } from './assignable.ts';
import type { Flow } from './flow.ts';
import { infer } from './infer.ts';

const known = ['question', 'image', 'input', 'expect', 'case', 'profile'];

/** The inputs that a cell's directives bind. */
export const bindingsOf = ({ directives }: Cell): readonly InputBinding[] =>
  directives.flatMap(directive => {
    if (directive.kind === 'Input') return [directive.input];
    return directive.kind === 'Case' ? directive.inputs : [];
  });

/** Unknown directives and profiles, and pictures that do not exist. */
export function checkDirectives(cell: Cell, { environment, reporter }: Flow): void {
  for (const directive of cell.directives) {
    if (directive.kind === 'UnknownDirective') {
      const { name } = directive;
      const near = similar(name.text, known).slice(0, 1);
      const fixes = near.map(other => ({ title: `Change to @${other}`, edits: [{ span: name, newText: other }] }));
      reporter.add(problem('VP207', name, [name.text, near[0] && `Did you mean @${near[0]}?`], { fixes }));
    }
    if (directive.kind === 'Profile') {
      const { profile } = directive;
      const { profiles } = environment;
      if (profiles === undefined || profile.text === '' || profiles.has(profile.text)) continue;
      const names = [...profiles.keys()].map(name => `\`${name}\``).join(', ');
      reporter.add(problem('VP524', profile, [`There is no profile \`${profile.text}\`; there is ${names}.`]));
    }
  }
  for (const { path } of bindingsOf(cell)) {
    if (path.text !== '' && environment.missingFiles?.has(path.text) === true) {
      reporter.add(problem('VP208', path, [path.text]));
    }
  }
}

/** Expectations are read after the last step: over RESULT, the program's answer, and every variable. */
export function checkExpectations({ directives }: Cell, result: Type | undefined, flow: Flow): void {
  for (const expectation of directives.flatMap(expectationOf)) {
    if (expectation.expression !== undefined) {
      infer(expectation.expression, flow);
    } else if (result !== undefined && !membersOf(result).some(member => canBe(member, expectation.text))) {
      reporterOf(flow, expectation, result);
    }
  }
}

function reporterOf({ reporter }: Flow, expectation: Expectation, result: Type): void {
  const text = expectation.text.length > 40 ? `${expectation.text.slice(0, 40)}…` : expectation.text;
  reporter.add(problem('VP308', expectation, [text, typeName(result)]));
}

const expectationOf = (directive: Directive): readonly Expectation[] =>
  (directive.kind === 'Expect' || directive.kind === 'Case') && directive.expectation !== undefined
    ? [directive.expectation]
    : [];

/** Whether a value of the type can equal the text, as expectations compare: case-folded, numbers by value, yes and no as truth. */
function canBe(type: Type, text: string): boolean {
  const word = text
    .trim()
    .replace(/^(['"])(.*)\1$/, '$2')
    .toLowerCase();
  switch (type.kind) {
    case 'int':
    case 'float':
      return word !== '' && !Number.isNaN(Number(word));
    case 'bool':
      return ['yes', 'no', 'true', 'false', '0', '1'].includes(word);
    case 'None':
      return word === 'none';
    case 'Image':
    case 'Object':
    case 'Mask':
      return false;
    case 'list':
      return text.startsWith('[') || text.startsWith('(');
    default:
      return true;
  }
}
