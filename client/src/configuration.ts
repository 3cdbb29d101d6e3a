import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TextDocument, type Uri, workspace } from 'vscode';

/** The vprog.json that applies to a program: the nearest one above it, without a program in or above the first folder of the workspace. */
export function configFor(program: TextDocument | undefined): string | undefined {
  const uri = program?.uri.scheme === 'file' ? program.uri : undefined;
  const folder = uri ? dirname(uri.fsPath) : onDisk(workspace.workspaceFolders?.[0]?.uri);
  return folder === undefined ? undefined : nearest(folder);
}

const onDisk = (uri: Uri | undefined): string | undefined => (uri?.scheme === 'file' ? uri.fsPath : undefined);

function nearest(folder: string): string | undefined {
  const path = join(folder, 'vprog.json');
  if (existsSync(path)) return path;
  const above = dirname(folder);
  return above === folder ? undefined : nearest(above);
}
