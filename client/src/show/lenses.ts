import { CodeLens, Disposable, EventEmitter, languages, Position, Range, type Uri, workspace } from 'vscode';
import type { Context, Feature } from '../context.ts';
import { LANGUAGE } from '../documents.ts';
import { lensesOf } from './lens-text.ts';

/** `Run`, `Run on…` and the last outcome above each cell. */
export const lenses: Feature = context => {
  const changed = new EventEmitter<void>();
  const last = new Map<string, string>();
  return Disposable.from(
    changed,
    context.documents.onDidChange(uri => {
      const now = JSON.stringify(drawn(context, uri));
      if (last.get(uri.toString()) === now) return;
      last.set(uri.toString(), now);
      changed.fire();
    }),
    workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    languages.registerCodeLensProvider(LANGUAGE, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async document => {
        await context.documents.cells(document);
        return drawn(context, document.uri).map(({ line, cell, title, tooltip = '', command = '' }) => {
          const start = new Position(line, 0);
          return new CodeLens(new Range(start, start), {
            // Ordinary spaces beside an icon would collapse.
            title: title.replace(/(\$\([\w~-]+\)) /g, '$1\u00a0').replaceAll(' $(', '\u00a0$('),
            tooltip,
            command,
            arguments: [document.uri.toString(), cell],
          });
        });
      },
    }),
  );
};

/** The lenses of all cells that are known. */
function drawn({ documents }: Context, uri: Uri) {
  const results = documents.results(uri);
  return documents.known(uri).flatMap(cell => {
    const own = results.find(other => other.cell === cell.index);
    return lensesOf(cell, own, workspace.isTrusted).map(lens => ({ ...lens, line: cell.lensLine, cell: cell.index }));
  });
}
