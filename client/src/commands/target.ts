import type { CellOutline } from '@vprog/server/protocol';
import { type TextDocument, Uri, window, workspace } from 'vscode';
import { type Chip, chipsOf } from '../chips/chip.ts';
import type { Context } from '../context.ts';
import { LANGUAGE } from '../documents.ts';
import { chipAt } from '../show/hover.ts';

/** The program that an argument names, as text or as a Uri, else that of the active editor. */
export function targetDocument(uri: unknown): TextDocument | undefined {
  const named = typeof uri === 'string' || uri instanceof Uri ? uri.toString() : undefined;
  const document =
    named === undefined
      ? window.activeTextEditor?.document
      : workspace.textDocuments.find(other => other.uri.toString() === named);
  return document?.languageId === LANGUAGE ? document : undefined;
}

/** The cell of that index, else the one under the cursor. */
export async function targetCell(
  { documents }: Context,
  document: TextDocument,
  index: unknown,
): Promise<CellOutline | undefined> {
  const cells = await documents.cells(document);
  if (typeof index === 'number') return cells.find(cell => cell.index === index);
  const editor = window.activeTextEditor;
  const line = editor?.document === document ? editor.selection.active.line : 0;
  return cells.findLast(cell => cell.range.start.line <= line) ?? cells[0];
}

/** The step result that the arguments name, else the one under the cursor. */
export function targetChip(context: Context, [uri, cell, key]: readonly unknown[]): Chip | undefined {
  const document = targetDocument(uri);
  if (!document) return undefined;
  if (typeof key === 'string')
    return chipsOf(context.documents.results(document.uri)).find(chip => chip.cell === cell && chip.key === key);
  const editor = window.activeTextEditor;
  return editor?.document === document ? chipAt(context, document, editor.selection.active.line) : undefined;
}

/** Says once that there is no result to act on. */
export function noResult(): void {
  window.setStatusBarMessage('VProg: no result on this line', 3000);
}
