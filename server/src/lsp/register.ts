import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CodeActionKind,
  type Connection,
  DocumentHighlightKind,
  type FoldingRangeKind,
  InlayHintKind,
  type LocationLink,
  LSPErrorCodes,
  type DocumentSymbol as LspSymbol,
  ResponseError,
  type SemanticTokens,
  type SymbolInformation,
  SymbolKind,
} from 'vscode-languageserver';
import { cells } from '../features/cells.ts';
import { codeActions } from '../features/codeActions.ts';
import { definition } from '../features/definition.ts';
import { documentLinks } from '../features/documentLinks.ts';
import { type DocumentSymbol, documentSymbols } from '../features/documentSymbols.ts';
import { foldingRanges } from '../features/foldingRanges.ts';
import { formatting } from '../features/formatting.ts';
import { highlights } from '../features/highlights.ts';
import { hover } from '../features/hover.ts';
import { inlayHints } from '../features/inlayHints.ts';
import { references } from '../features/references.ts';
import { rename, renameTarget } from '../features/rename.ts';
import { signatureHelp } from '../features/signatureHelp.ts';
import { type CellsParams, type CellsResult, cellsMethod } from '../protocol.ts';
import type { ClientFeatures } from './capabilities.ts';
import { completionList } from './completion.ts';
import { toMarkup, toOffset, toRange, toSpan, toTextEdit } from './convert.ts';
import { diagnosticReport, toDiagnostic } from './diagnostics.ts';
import type { Snapshot } from './documents.ts';
import { pathOf } from './files.ts';
import type { Handle } from './handler.ts';
import { encodedTokens } from './semanticTokens.ts';

/** The table of requests: each takes positions to offsets, asks one feature, and takes its answer back. */
export function registerFeatures(
  connection: Connection,
  handle: Handle,
  client: ClientFeatures,
  root: string | undefined,
): void {
  const { languages } = connection;

  connection.onCompletion(handle('completion', null, (doc, params) => completionList(doc, params, client)));

  connection.onHover(
    handle('hover', null, ({ analysis, environment, lines }, { position }) => {
      const found = hover(analysis, environment, toOffset(lines, position));
      return found ? { range: toRange(lines, found.span), contents: toMarkup(found.markdown, client) } : null;
    }),
  );

  connection.onSignatureHelp(
    handle('signatureHelp', null, ({ analysis, environment, lines }, { position }) => {
      const help = signatureHelp(analysis, environment, toOffset(lines, position));
      if (help === undefined) return null;
      const parameters = help.parameters.map(({ start, end, documentation }) => ({
        label: [start, end] as [number, number],
        documentation: toMarkup(documentation, client),
      }));
      const documentation = toMarkup(help.documentation, client);
      // Beyond the last parameter is LSP's way to say: none.
      const activeParameter = help.active ?? parameters.length;
      return { signatures: [{ label: help.label, documentation, parameters }], activeSignature: 0, activeParameter };
    }),
  );

  connection.onDefinition(
    handle('definition', null, ({ uri, analysis, lines }, { position }) => {
      const found = definition(analysis, toOffset(lines, position));
      if (found === undefined) return null;
      return found.targets.map(
        (target): LocationLink => ({
          originSelectionRange: toRange(lines, found.origin),
          targetUri: uri,
          targetRange: toRange(lines, target),
          targetSelectionRange: toRange(lines, target),
        }),
      );
    }),
  );

  connection.onReferences(
    handle('references', null, ({ uri, analysis, lines }, { position, context }) =>
      references(analysis, toOffset(lines, position), context.includeDeclaration).map(span => ({
        uri,
        range: toRange(lines, span),
      })),
    ),
  );

  connection.onDocumentHighlight(
    handle('documentHighlight', null, ({ analysis, lines }, { position }) =>
      highlights(analysis, toOffset(lines, position)).map(({ span, kind }) => ({
        range: toRange(lines, span),
        kind: kind === 'write' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      })),
    ),
  );

  connection.onPrepareRename(
    handle('prepareRename', null, ({ analysis, lines }, { position }) => {
      const target = renameTarget(analysis, toOffset(lines, position));
      return target ? { range: toRange(lines, target.span), placeholder: target.name } : null;
    }),
  );

  connection.onRenameRequest(
    handle('rename', null, ({ uri, analysis, environment, lines }, { position, newName }) => {
      const result = rename(analysis, environment, toOffset(lines, position), newName);
      if ('refusal' in result) return new ResponseError<never>(LSPErrorCodes.RequestFailed, result.refusal);
      return { changes: { [uri]: result.edits.map(edit => toTextEdit(lines, edit)) } };
    }),
  );

  connection.onDocumentSymbol(
    handle('documentSymbol', null, (doc: Snapshot) => {
      const symbols = documentSymbols(doc.analysis).map(each => toSymbol(doc, each));
      return client.nestedSymbols ? symbols : flatSymbols(doc.uri, symbols);
    }),
  );

  connection.onDocumentFormatting(
    handle('formatting', null, ({ analysis, lines }) => formatting(analysis).map(edit => toTextEdit(lines, edit))),
  );

  connection.onDocumentLinks(
    handle('documentLink', null, ({ uri, analysis, lines }) => {
      const path = pathOf(uri);
      return path === undefined
        ? []
        : documentLinks(analysis).map(link => ({
            range: toRange(lines, link.span),
            target: pathToFileURL(resolve(dirname(path), link.path)).href,
          }));
    }),
  );

  connection.onFoldingRanges(
    handle('foldingRange', null, ({ analysis, lines }) =>
      foldingRanges(analysis).map(({ span, kind }) => ({
        startLine: lines.positionAt(span.start).line,
        endLine: lines.positionAt(span.end).line,
        ...(kind === 'code' ? {} : { kind: kind satisfies FoldingRangeKind }),
      })),
    ),
  );

  connection.onCodeAction(
    handle('codeAction', null, ({ uri, analysis, lines }, { range }) =>
      codeActions(analysis, toSpan(lines, range)).map(({ title, edits, problem, preferred }) => ({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [toDiagnostic({ problem, unnecessary: false }, lines)],
        isPreferred: preferred,
        edit: { changes: { [uri]: edits.map(edit => toTextEdit(lines, edit)) } },
      })),
    ),
  );

  languages.inlayHint.on(
    handle('inlayHint', null, ({ analysis, lines }, { range }) =>
      inlayHints(analysis, toSpan(lines, range)).map(({ offset, label }) => ({
        position: lines.positionAt(offset),
        label,
        kind: InlayHintKind.Type,
      })),
    ),
  );

  const noTokens: SemanticTokens = { data: [] };
  languages.semanticTokens.on(
    handle('semanticTokens', noTokens, doc => encodedTokens(doc, { start: 0, end: Number.POSITIVE_INFINITY })),
  );
  languages.semanticTokens.onRange(
    handle('semanticTokens', noTokens, (doc, { range }) => encodedTokens(doc, toSpan(doc.lines, range))),
  );

  languages.diagnostics.on(
    handle('diagnostic', { kind: 'full' as const, items: [] }, (doc, params) => diagnosticReport(doc, params, root)),
  );

  const answerCells = handle('cells', null, cellsResult);
  connection.onRequest(cellsMethod, ({ uri }: CellsParams, token) => answerCells({ textDocument: { uri } }, token));
}

function toSymbol(doc: Snapshot, { kind, name, detail, span, nameSpan, children }: DocumentSymbol): LspSymbol {
  return {
    name,
    detail,
    kind: kind === 'cell' ? SymbolKind.Module : SymbolKind.Variable,
    range: toRange(doc.lines, span),
    selectionRange: toRange(doc.lines, nameSpan),
    children: children.map(child => toSymbol(doc, child)),
  };
}

/** For clients that know no nested symbols. */
const flatSymbols = (uri: string, symbols: readonly LspSymbol[], container?: string): SymbolInformation[] =>
  symbols.flatMap(({ name, kind, range, children = [] }) => [
    { name, kind, location: { uri, range }, ...(container === undefined ? {} : { containerName: container }) },
    ...flatSymbols(uri, children, name),
  ]);

function cellsResult({ version, analysis, lines }: Snapshot): CellsResult {
  return {
    version,
    cells: cells(analysis).map(({ span, lensOffset, steps, ...cell }) => ({
      ...cell,
      range: toRange(lines, span),
      lensLine: lines.positionAt(lensOffset).line,
      steps: steps.map(({ span, ...step }) => ({ ...step, range: toRange(lines, span) })),
    })),
  };
}
