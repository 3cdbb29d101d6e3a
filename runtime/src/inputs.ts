import { dirname, resolve } from 'node:path';
import { type CaseDirective, type CellAnalysis, type Directive, inputsOf, type Span } from '@vprog/language';
import { RunError } from './errors.ts';
import type { ImageLimits } from './images/decode.ts';
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
 * Loads the pictures that the cell reads. Throws RunError VP710 at the first use of one that nothing is bound to, and
 * VP711 to VP714 at the directive that names a file which cannot be read, or at the first use where the run names it.
 */
export async function bindInputs(
  { cell, variables: known }: CellAnalysis,
  { inputs, file, case: number }: Pick<RunParams, 'inputs' | 'file' | 'case'>,
  files: ImageFiles,
  limits: ImageLimits,
): Promise<Inputs> {
  const records: InputRecord[] = [];
  const variables = new Map<string, RuntimeValue>();
  const own = number === undefined ? [] : (caseOf(cell.directives, number)?.inputs ?? []);
  for (const { name, path: shared } of inputsOf(cell)) {
    const word = own.findLast(({ variable }) => variable.text === name)?.path ?? shared;
    const use = known.find(variable => variable.name === name)?.references[0];
    const given = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    const path = given ?? (word && resolve(file === undefined ? '.' : dirname(file), word.text));
    if (path === undefined) throw at(use, unbound(name));
    try {
      const { pixels, sha256 } = await files.load(path, limits);
      records.push({ name, path, sha256, width: pixels.width, height: pixels.height });
      variables.set(name, image(wholePicture(pixels)));
    } catch (error) {
      throw error instanceof RunError ? at(given === undefined ? word : use, error) : error;
    }
  }
  return { records, variables };
}

/** The cell's `@case` of a number, counted from 0. */
export const caseOf = (directives: readonly Directive[], number: number): CaseDirective | undefined =>
  directives.filter(directive => directive.kind === 'Case')[number];

function unbound(name: string): RunError {
  const directive = name === 'IMAGE' ? '# @image PATH' : `# @input ${name}=PATH`;
  return new RunError('VP710', `${name} has no picture: add the line \`${directive}\` at the top, or choose one.`);
}

function at(span: Span | undefined, error: RunError): RunError {
  error.span = span;
  return error;
}
