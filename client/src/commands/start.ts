import type { CellOutline } from '@vprog/server/protocol';
import { commands, type TextDocument, window, workspace } from 'vscode';
import type { Context } from '../context.ts';

/** Programs run, and modules learn, in trusted workspaces only; says why and how to go on where this one is not. */
export async function mayRun(what = 'runs programs'): Promise<boolean> {
  if (workspace.isTrusted) return true;
  const manage = 'Manage Workspace Trust';
  const answer = await window.showWarningMessage(
    `VProg ${what} only in trusted workspaces. This one is in Restricted Mode, where programs are checked but not run.`,
    manage,
  );
  if (answer === manage) await commands.executeCommand('workbench.trust.manage');
  return false;
}

/** Runs a cell; asks for the pictures that its directives do not give, or with `ask` for all of them. */
export async function startCell(
  { documents, pictures, runs }: Context,
  document: TextDocument,
  cell: CellOutline,
  ask: boolean,
): Promise<void> {
  const remembered = pictures.chosen(document.uri, cell.index);
  const open = cell.inputs.filter(input => ask || (input.path === undefined && !(input.name in remembered)));
  const known = Object.fromEntries(
    cell.inputs
      .filter(input => input.path === undefined && input.name in remembered)
      .map(input => [input.name, remembered[input.name] ?? '']),
  );
  const names = open.map(input => input.name);
  const chosen = names.length > 0 ? await pictures.choose(document.uri, cell.index, names) : {};
  if (!chosen) return;
  // Read again: the text may have changed while the user chose.
  const now = (await documents.cells(document)).find(other => other.index === cell.index);
  if (now) await runs.start(document, now, { ...known, ...chosen });
}
