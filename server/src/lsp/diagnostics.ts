import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LineIndex } from '@vprog/language';
import {
  type Connection,
  DiagnosticTag,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  type Diagnostic as LspDiagnostic,
} from 'vscode-languageserver';
import { type Diagnostic, diagnostics } from '../features/diagnostics.ts';
import { toRange, toSeverity } from './convert.ts';
import type { Documents, Snapshot } from './documents.ts';
import type { ConfigReport } from './environment.ts';

/** A problem as LSP has it. `root` is the package's folder, where the pages are that explain the problems. */
export function toDiagnostic(
  { problem, page, unnecessary }: Diagnostic,
  lines: LineIndex,
  root?: string,
): LspDiagnostic {
  return {
    range: toRange(lines, problem.span),
    severity: toSeverity[problem.severity],
    code: problem.code,
    ...(root && page ? { codeDescription: { href: pathToFileURL(join(root, page)).href } } : {}),
    source: 'vprog',
    message: problem.message,
    ...(unnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  };
}

const snapshotDiagnostics = ({ analysis, lines }: Snapshot, root: string | undefined): LspDiagnostic[] =>
  diagnostics(analysis).map(each => toDiagnostic(each, lines, root));

/** The answer to a client that asks for diagnostics; nothing is sent twice. */
export function diagnosticReport(
  snapshot: Snapshot,
  { previousResultId }: DocumentDiagnosticParams,
  root: string | undefined,
): DocumentDiagnosticReport {
  const { resultId } = snapshot;
  if (previousResultId === resultId) return { kind: 'unchanged', resultId };
  return { kind: 'full', resultId, items: snapshotDiagnostics(snapshot, root) };
}

/** Time without a keystroke after which diagnostics are sent, in milliseconds. */
const pause = 150;

/**
 * Sends diagnostics of their own accord to a client that cannot ask for them, with the version they belong to.
 * Returns a function that sends those of every open document again.
 */
export function pushDiagnostics(connection: Connection, documents: Documents, root: string | undefined): () => void {
  const timers = new Map<string, NodeJS.Timeout>();
  const send = async (uri: string): Promise<void> => {
    const snapshot = await documents.snapshot(uri);
    if (snapshot === undefined || documents.opened.get(uri)?.version !== snapshot.version) return;
    const { version } = snapshot;
    await connection.sendDiagnostics({ uri, version, diagnostics: snapshotDiagnostics(snapshot, root) });
  };
  const schedule = (uri: string): void => {
    clearTimeout(timers.get(uri));
    const run = () => send(uri).catch(error => connection.console.error(`diagnostics failed: ${error}`));
    timers.set(uri, setTimeout(run, pause));
  };
  documents.opened.onDidChangeContent(({ document }) => schedule(document.uri));
  documents.opened.onDidClose(({ document: { uri } }) => {
    clearTimeout(timers.get(uri));
    timers.delete(uri);
    connection.sendDiagnostics({ uri, diagnostics: [] }).catch(() => undefined);
  });
  return () => documents.opened.keys().forEach(schedule);
}

/** Shows what is wrong in each `vprog.json` that was read, until `clear`. */
export function configDiagnostics(connection: Connection): { report(report: ConfigReport): void; clear(): void } {
  const shown = new Set<string>();
  const send = (uri: string, found: LspDiagnostic[]): void =>
    void connection.sendDiagnostics({ uri, diagnostics: found }).catch(() => undefined);
  return {
    report({ path, text, problems }) {
      const uri = pathToFileURL(path).href;
      const lines = new LineIndex(text);
      shown.add(uri);
      send(
        uri,
        problems.map(problem => toDiagnostic({ problem, unnecessary: false }, lines)),
      );
    },
    clear() {
      for (const uri of shown) send(uri, []);
      shown.clear();
    },
  };
}
