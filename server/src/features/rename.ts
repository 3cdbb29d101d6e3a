import type { Analysis, Edit, Environment, Span } from '@vprog/language';
import { cellAt, moduleNamed, spansOf, variableAt } from './lookup.ts';

export type Rename = { readonly edits: readonly Edit[] } | { readonly refusal: string };

/** The name at `offset` where it can be renamed: a step's. Inputs have the names that the runtime gives them. */
export function renameTarget(analysis: Analysis, offset: number): { span: Span; name: string } | undefined {
  const found = variableAt(analysis, offset);
  if (found === undefined || found.variable.kind === 'input' || found.variable.definitions.length === 0)
    return undefined;
  return { span: found.span, name: found.variable.name };
}

/** Renames the step at `offset` everywhere in its cell, through EVAL strings, unless the new name would change the program. */
export function rename(analysis: Analysis, environment: Environment, offset: number, newName: string): Rename {
  if (renameTarget(analysis, offset) === undefined) return { refusal: 'Only the names of steps can be renamed.' };
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(newName))
    return { refusal: `'${newName}' is no name: use letters, digits and _, and begin with a letter.` };
  if (reserved.has(newName)) return { refusal: `'${newName}' is a word of the language; choose another name.` };
  if (moduleNamed(environment, newName) !== undefined)
    return { refusal: `${newName} is a module; choose another name.` };
  const variable = variableAt(analysis, offset)!.variable;
  if (newName === variable.name) return { edits: [] };
  if (cellAt(analysis, offset)?.variables.some(({ name }) => name === newName))
    return { refusal: `This program has a variable ${newName} already; choose another name.` };
  return { edits: spansOf(variable).map(span => ({ span, newText: newName })) };
}

const reserved: ReadonlySet<string> = new Set(
  `and or not xor AND OR NOT XOR if else elif in is for while return def lambda import from None True False break
   continue pass assert raise class try with async await yield del global nonlocal except finally`.split(/\s+/),
);
