import type { ProblemJson } from '@vprog/runtime/protocol';
import {
  Diagnostic,
  DiagnosticSeverity,
  Disposable,
  languages,
  Range,
  type TextDocument,
  Uri,
  workspace,
} from 'vscode';
import type { Feature } from '../context.ts';
import { isStale, type Span } from '../results/results.ts';

/** What went wrong in a run, on the line that caused it, until that text is edited or the results are cleared. */
export const problems: Feature = ({ documents, extension }) => {
  const pages = Uri.joinPath(extension.extensionUri, 'docs', 'problems');
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
              step.span && step.step?.error && !isStale(step)
                ? [diagnostic(document, step.span, step.step.error, pages)]
                : [],
            ),
            ...results.problems.map(({ span, problem }) => diagnostic(document, span, problem, pages)),
          ]);
      collection.set(uri, found);
    }),
  );
};

function diagnostic(document: TextDocument, { start, end }: Span, problem: ProblemJson, pages: Uri): Diagnostic {
  const range = new Range(document.positionAt(start), document.positionAt(end));
  const shown = new Diagnostic(range, problem.message, DiagnosticSeverity.Error);
  shown.source = 'VProg run';
  shown.code = { value: problem.code, target: Uri.joinPath(pages, `${problem.code}-${problem.name}.md`) };
  return shown;
}
