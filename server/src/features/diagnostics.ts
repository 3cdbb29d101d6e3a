import { type Analysis, type Problem, problemKind } from '@vprog/language';

export interface Diagnostic {
  readonly problem: Problem;
  /** The page that explains it, relative to the package. */
  readonly page?: string;
  /** The code has no effect: shown faded. */
  readonly unnecessary: boolean;
}

const unnecessary: ReadonlySet<string> = new Set([
  'unused-step',
  'overwritten-step',
  'step-after-result',
  'unused-input',
]);

/** All problems of the file, in the order of the text. */
export const diagnostics = ({ problems }: Analysis): readonly Diagnostic[] =>
  problems.map(problem => {
    const page = problemKind(problem.code)?.page;
    return { problem, unnecessary: unnecessary.has(problem.name), ...(page === undefined ? {} : { page }) };
  });
