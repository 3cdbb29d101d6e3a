import { dirname, resolve } from 'node:path';
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type CompletionParams,
  InsertTextFormat,
} from 'vscode-languageserver';
import type { Completion } from '../features/completion/completion.ts';
import { completion, folderToList } from '../features/completion.ts';
import type { ClientFeatures } from './capabilities.ts';
import { toMarkup, toOffset, toRange } from './convert.ts';
import type { Snapshot } from './documents.ts';
import { listFolder, pathOf } from './files.ts';

const kinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  module: CompletionItemKind.Function,
  variable: CompletionItemKind.Variable,
  argument: CompletionItemKind.Field,
  label: CompletionItemKind.Constant,
  value: CompletionItemKind.Value,
  directive: CompletionItemKind.Keyword,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  keyword: CompletionItemKind.Keyword,
};

/** Editors that know this command ask for the next completion at once; others ignore a command that they do not know. */
const askAgain = { title: 'Suggest', command: 'editor.action.triggerSuggest' };

export async function completionList(
  { uri, analysis, environment, lines }: Snapshot,
  { position }: CompletionParams,
  client: ClientFeatures,
): Promise<CompletionList> {
  const offset = toOffset(lines, position);
  const folder = folderToList(analysis, offset);
  const path = pathOf(uri);
  const files = folder === undefined || path === undefined ? [] : await listFolder(resolve(dirname(path), folder));
  const items = completion(analysis, environment, offset, files).map((each): CompletionItem => {
    const snippet = each.snippet === true && client.snippets;
    return {
      label: each.label,
      kind: kinds[each.kind],
      ...detail(each, client),
      ...(each.documentation ? { documentation: toMarkup(each.documentation, client) } : {}),
      textEdit: { range: toRange(lines, each.span), newText: snippet ? each.insert : withoutStops(each) },
      ...(snippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
      sortText: each.sortKey,
      filterText: each.filter ?? each.label,
      ...(each.more ? { command: askAgain } : {}),
    };
  });
  return { isIncomplete: false, items };
}

/** The type or signature: in the list where it can stand there, else in the details of the chosen item. */
function detail({ detail }: Completion, { labelDetails }: ClientFeatures): Partial<CompletionItem> {
  if (!detail) return {};
  return labelDetails ? { labelDetails: { description: detail } } : { detail };
}

/** The text of a snippet for a client that knows none: `${1:IMAGE}` is IMAGE, `$2` is empty. */
const withoutStops = ({ insert, snippet }: Completion): string =>
  snippet === true ? insert.replace(/\$\{\d+:([^}]*)\}|\$\d+/g, '$1') : insert;
