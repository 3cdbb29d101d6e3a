import type { CellOutline, CellsResult } from '@vprog/server/protocol';
import { Disposable, EventEmitter, Position, type TextDocument, Uri, workspace } from 'vscode';
import { type CellResults, edit, reconcile } from './results/results.ts';
import type { Server } from './server.ts';

/** The language's id. */
export const LANGUAGE = 'vprog';

/** Between two requests for an outline while the user types. */
const RETRY_MS = 20;

/** Positions of the protocols as offsets into the document's text. */
export const offsetsIn =
  (document: TextDocument) =>
  ({ line, character }: { readonly line: number; readonly character: number }): number =>
    document.offsetAt(new Position(line, character));

interface State {
  outline: CellsResult | undefined;
  results: readonly CellResults[];
  /** The request for the outline that is under way. */
  pending: Promise<CellsResult | undefined> | undefined;
}

/** Every open program: its cells as the server sees them, and the results of its runs. The one place that holds them. */
export class Documents implements Disposable {
  readonly #server: Server;
  readonly #states = new Map<string, State>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #subscriptions: Disposable;
  /** The cells or the results of a document are other ones. */
  readonly onDidChange = this.#changed.event;

  constructor(server: Server) {
    this.#server = server;
    this.#subscriptions = Disposable.from(
      this.#changed,
      workspace.onDidOpenTextDocument(document => this.#open(document)),
      workspace.onDidCloseTextDocument(document => this.#close(document)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const state = this.#states.get(document.uri.toString());
        if (!state || contentChanges.length === 0) return;
        for (const { rangeOffset, rangeLength, text } of contentChanges)
          state.results = edit(state.results, { offset: rangeOffset, length: rangeLength, text });
        if (state.results.length > 0) this.#changed.fire(document.uri);
        void this.cells(document);
      }),
    );
    for (const document of workspace.textDocuments) this.#open(document);
  }

  /** The newest known cells, which may describe the text before the last edit. */
  known(uri: Uri): readonly CellOutline[] {
    return this.#states.get(uri.toString())?.outline?.cells ?? [];
  }

  results(uri: Uri): readonly CellResults[] {
    return this.#states.get(uri.toString())?.results ?? [];
  }

  /** Replaces the results of a document. */
  update(uri: Uri, next: (results: readonly CellResults[]) => readonly CellResults[]): void {
    const state = this.#states.get(uri.toString());
    if (!state) return;
    state.results = next(state.results);
    this.#changed.fire(uri);
  }

  /** Replaces the results of every run that `concerned` picks. */
  updateWhere(concerned: (results: CellResults) => boolean, next: (results: CellResults) => CellResults): void {
    for (const [uri, state] of this.#states) {
      if (!state.results.some(concerned)) continue;
      state.results = state.results.map(results => (concerned(results) ? next(results) : results));
      this.#changed.fire(Uri.parse(uri));
    }
  }

  /** The cells of the text as it is now; empty where the server cannot answer or the document is closed. */
  async cells(document: TextDocument): Promise<readonly CellOutline[]> {
    const key = document.uri.toString();
    for (;;) {
      const state = this.#states.get(key);
      if (!state || document.isClosed) return [];
      if (state.outline?.version === document.version) return state.outline.cells;
      state.pending ??= this.#server.cells(document).finally(() => {
        state.pending = undefined;
      });
      const outline = await state.pending;
      if (!outline) return [];
      if (outline.version !== document.version) {
        // An edit came in between: the answer describes a text that is no more.
        await new Promise(resolve => setTimeout(resolve, RETRY_MS));
      } else if (state.outline?.version !== outline.version) {
        state.outline = outline;
        state.results = reconcile(state.results, outline.cells, offsetsIn(document));
        this.#changed.fire(document.uri);
      }
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #open(document: TextDocument): void {
    if (document.languageId !== LANGUAGE) return;
    this.#states.set(document.uri.toString(), { outline: undefined, results: [], pending: undefined });
    void this.cells(document);
  }

  #close(document: TextDocument): void {
    if (this.#states.delete(document.uri.toString())) this.#changed.fire(document.uri);
  }
}
