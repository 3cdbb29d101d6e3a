import { type Analysis, check, type Environment, LineIndex, parse } from '@vprog/language';
import { type Connection, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Environments } from './environment.ts';

/** One version of a document with all that the features read. Immutable. */
export interface Snapshot {
  readonly uri: string;
  readonly version: number;
  /** Differs whenever the text or what the checker knows beside it differs. */
  readonly resultId: string;
  readonly analysis: Analysis;
  readonly environment: Environment;
  readonly lines: LineIndex;
}

/** The open documents of any scheme, kept in step with the client and analysed at most once for each version. */
export class Documents {
  readonly opened = new TextDocuments(TextDocument);
  readonly #environments: Environments;
  readonly #snapshots = new Map<string, { readonly resultId: string; readonly snapshot: Promise<Snapshot> }>();

  constructor(environments: Environments) {
    this.#environments = environments;
    this.opened.onDidClose(({ document }) => this.#snapshots.delete(document.uri));
  }

  listen(connection: Connection): void {
    this.opened.listen(connection);
  }

  /** The newest version of an open document; undefined where no such document is open. */
  async snapshot(uri: string): Promise<Snapshot | undefined> {
    const document = this.opened.get(uri);
    if (document === undefined) return undefined;
    const resultId = `${document.version}.${this.#environments.generation}`;
    const known = this.#snapshots.get(uri);
    if (known?.resultId === resultId) return known.snapshot;
    const snapshot = this.#analyse(document, resultId);
    this.#snapshots.set(uri, { resultId, snapshot });
    // A failed analysis is not remembered: what failed, such as a file that could not be read, may work next time.
    snapshot.catch(() => this.#snapshots.delete(uri));
    return snapshot;
  }

  async #analyse(document: TextDocument, resultId: string): Promise<Snapshot> {
    const { uri, version } = document;
    const text = document.getText();
    const parsed = parse(text);
    const environment = await this.#environments.load(uri, parsed);
    return { uri, version, resultId, analysis: check(parsed, environment), environment, lines: new LineIndex(text) };
  }
}
