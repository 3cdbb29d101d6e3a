import { commands, Disposable, window } from 'vscode';
import type { Feature } from '../context.ts';

/** `vprog.hasResults` and `vprog.running`, for key bindings and menus. */
export const contextKeys: Feature = ({ documents, runs }) => {
  const last = new Map<string, boolean>();
  const set = (key: string, value: boolean) => {
    if (last.get(key) === value) return;
    last.set(key, value);
    void commands.executeCommand('setContext', key, value);
  };
  const update = () => {
    const uri = window.activeTextEditor?.document.uri;
    set('vprog.hasResults', uri !== undefined && documents.results(uri).length > 0);
    set('vprog.running', runs.active.length > 0);
  };
  update();
  return Disposable.from(
    documents.onDidChange(update),
    runs.onDidChange(update),
    runs.onDidEnd(update),
    window.onDidChangeActiveTextEditor(update),
  );
};
