import { CodeLens, Disposable, EventEmitter, languages, Position, Range, workspace } from 'vscode';
import type { Feature } from '../context.ts';
import { LANGUAGE } from '../documents.ts';
import { lensesOf } from './lens-text.ts';

/** `Run`, `Run on…` and the last outcome above each cell. */
export const lenses: Feature = ({ documents }) => {
  const changed = new EventEmitter<void>();
  return Disposable.from(
    changed,
    documents.onDidChange(() => changed.fire()),
    workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    languages.registerCodeLensProvider(LANGUAGE, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async document => {
        const cells = await documents.cells(document);
        const results = documents.results(document.uri);
        return cells.flatMap(cell => {
          const start = new Position(cell.lensLine, 0);
          const own = results.find(other => other.cell === cell.index);
          return lensesOf(cell, own, workspace.isTrusted).map(
            ({ title, tooltip = '', command = '' }) =>
              new CodeLens(new Range(start, start), {
                title,
                tooltip,
                command,
                arguments: [document.uri.toString(), cell.index],
              }),
          );
        });
      },
    }),
  );
};
