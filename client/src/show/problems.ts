import type { ProblemJson } from '@vprog/runtime/protocol';
import { Diagnostic, DiagnosticSeverity, Disposable, languages, Range, type TextDocument, workspace } from 'vscode';
import type { Feature } from '../context.ts';
import { isStale, type Span } from '../results/results.ts';

/** What went wrong in a run, on the line that caused it, until that text is edited or the results are cleared. */
export const problems: Feature = ({ documents }) => {
  const collection = languages.createDiagnosticCollection('VProg run');
  return Disposable.from(
    collection,
    documents.onDidChange(uri => {
      const document = workspace.textDocuments.find(other => other.uri.toString() === uri.toString());
      const found =
        document &&
        documents
          .results(uri)
          .flatMap(results => [
            ...results.steps.flatMap(step =>
              step.span && step.step?.error && !isStale(step) ? [diagnostic(document, step.span, step.step.error)] : [],
            ),
            ...results.problems.map(({ span, problem }) => diagnostic(document, span, problem)),
          ]);
      collection.set(uri, found);
    }),
  );
};

function diagnostic(document: TextDocument, { start, end }: Span, problem: ProblemJson): Diagnostic {
  const range = new Range(document.positionAt(start), document.positionAt(end));
  const shown = new Diagnostic(range, problem.message, DiagnosticSeverity.Error);
  shown.source = 'VProg run';
  shown.code = problem.code;
  return shown;
}
