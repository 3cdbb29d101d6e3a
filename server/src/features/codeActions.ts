import type { Analysis, Edit, Problem, Span } from '@vprog/language';

export interface CodeAction {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly problem: Problem;
  /** The one obvious fix of its problem. */
  readonly preferred: boolean;
}

/** The quick fixes of the problems that `span` touches. */
export const codeActions = (analysis: Analysis, span: Span): readonly CodeAction[] =>
  analysis.problems
    .filter(problem => problem.span.start <= span.end && span.start <= problem.span.end)
    .flatMap(problem =>
      (problem.fixes ?? []).map(fix => ({ ...fix, problem, preferred: problem.fixes?.length === 1 })),
    );
