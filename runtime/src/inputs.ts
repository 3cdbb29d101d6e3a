import { dirname, resolve } from 'node:path';
import type { CaseDirective, Cell, CellAnalysis, Directive, InputBinding, Span } from '@vprog/language';
import { RunError } from './errors.ts';
import type { ImageFiles } from './images/files.ts';
import { wholePicture } from './images/picture.ts';
import type { InputRecord, RunParams } from './protocol.ts';
import { image, type RuntimeValue } from './values.ts';

/** The pictures that a run begins with. */
export interface Inputs {
  readonly records: readonly InputRecord[];
  readonly variables: ReadonlyMap<string, RuntimeValue>;
}

/**
 * Loads the pictures of the inputs that the cell's steps use. Throws RunError VP710 at the first use of one that nothing
 * is bound to, and VP711 to VP714 at the directive that names a file which cannot be read.
 */
export async function bindInputs(
  analysis: CellAnalysis,
  { inputs, file, case: number }: Pick<RunParams, 'inputs' | 'file' | 'case'>,
  files: ImageFiles,
): Promise<Inputs> {
  const used = analysis.variables.filter(({ kind, references }) => kind === 'input' && references.length > 0);
  const records: InputRecord[] = [];
  const variables = new Map<string, RuntimeValue>();
  for (const { name, references } of used) {
    const directive = bindingOf(analysis.cell, name, number);
    const own = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    const path = own ?? (directive && resolve(file === undefined ? '.' : dirname(file), directive.path.text));
    const [use] = references;
    if (path === undefined) throw unbound(name, use);
    try {
      const { pixels, sha256 } = await files.load(path);
      records.push({ name, path, sha256, width: pixels.width, height: pixels.height });
      variables.set(name, image(wholePicture(pixels)));
    } catch (error) {
      if (error instanceof RunError) error.span = own === undefined ? directive?.path : use;
      throw error;
    }
  }
  return { records, variables };
}

/** What the case says of the name, else the last `@image` or `@input` of it. */
function bindingOf({ directives }: Cell, name: string, number: number | undefined): InputBinding | undefined {
  const own = number === undefined ? [] : (caseOf(directives, number)?.inputs ?? []);
  const shared = directives.flatMap(directive => (directive.kind === 'Input' ? [directive.input] : []));
  return [...shared, ...own].findLast(({ variable }) => variable.text === name);
}

/** The cell's `@case` of a number, counted from 0. */
export const caseOf = (directives: readonly Directive[], number: number): CaseDirective | undefined =>
  directives.filter(directive => directive.kind === 'Case')[number];

function unbound(name: string, use: Span | undefined): RunError {
  const directive = name === 'IMAGE' ? '# @image PATH' : `# @input ${name}=PATH`;
  const error = new RunError(
    'VP710',
    `${name} has no picture: add the line \`${directive}\` at the top, or choose one.`,
  );
  error.span = use;
  return error;
}
