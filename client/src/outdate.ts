import { basename } from 'node:path';
import { Disposable, type Uri, workspace } from 'vscode';
import type { Feature } from './context.ts';
import { outdate } from './results/results.ts';

/** A change of a configuration or of the model versions in use makes all results stale, that of a picture those of the runs that read it. */
export const outdateResults: Feature = ({ documents, versions }) => {
  const watcher = workspace.createFileSystemWatcher('**/{vprog.json,*.{jpg,jpeg,png,webp,gif,tif,tiff,avif}}');
  const changed = ({ fsPath }: Uri) =>
    documents.updateWhere(
      ({ inputs }) => basename(fsPath) === 'vprog.json' || Object.values(inputs).includes(fsPath),
      outdate,
    );
  return Disposable.from(
    watcher,
    versions.onDidChange(() => documents.updateWhere(() => true, outdate)),
    watcher.onDidChange(changed),
    watcher.onDidCreate(changed),
    watcher.onDidDelete(changed),
  );
};
