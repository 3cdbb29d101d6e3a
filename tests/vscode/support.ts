import { strict as assert } from 'node:assert';
import {
  type CodeLens,
  commands,
  extensions,
  type Hover,
  languages,
  type MarkdownString,
  Position,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Api } from '../../client/src/extension.ts';

/** Waits until `check` gives something, looking every 20 ms; what it last threw or `what` is the error after `limit` ms. */
export async function eventually<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
  limit = 20_000,
): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > end) throw new assert.AssertionError({ message: `${what}: not seen in ${limit / 1000} s` });
    await new Promise(done => setTimeout(done, 20));
  }
}

export const api = async (): Promise<Api> => extensions.getExtension<Api>('vprog.vprog')!.activate();

/** Opens a program of the workspace. */
export async function open(name: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(Uri.joinPath(workspace.workspaceFolders![0]!.uri, name));
  await window.showTextDocument(document);
  return document;
}

/** Opens a program that no file holds; its pictures are absolute paths into the workspace. */
export async function openText(text: string): Promise<TextDocument> {
  const folder = workspace.workspaceFolders![0]!.uri.fsPath;
  const document = await workspace.openTextDocument({ language: 'vprog', content: text.replaceAll('PHOTOS', folder) });
  await window.showTextDocument(document);
  return document;
}

/** Replaces the first `old` in the document, as typing would. */
export async function type(document: TextDocument, old: string, by: string): Promise<void> {
  const editor = await window.showTextDocument(document);
  const offset = document.getText().indexOf(old);
  assert.ok(offset >= 0, `'${old}' is not in the text`);
  const range = document.validateRange(
    editor.selection.with(document.positionAt(offset), document.positionAt(offset + old.length)),
  );
  assert.ok(await editor.edit(edit => edit.replace(range, by)));
}

/** The chips of a document, each as `line state text`. */
export async function chips(document: TextDocument): Promise<readonly string[]> {
  const all = (await api()).chips(document.uri);
  return all.map(({ span, state, text }) => `${document.positionAt(span.start).line} ${state} ${text}`);
}

export const run = (document: TextDocument, cell = 0) =>
  commands.executeCommand('vprog.run', document.uri.toString(), cell);

export async function lenses(document: TextDocument): Promise<readonly string[]> {
  const all = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
  return all.map(lens => lens.command!.title.replaceAll('\u00a0', ' '));
}

export async function hover(document: TextDocument, line: number, character: number): Promise<string> {
  const all = await commands.executeCommand<Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    new Position(line, character),
  );
  return all.flatMap(({ contents }) => contents.map(content => (content as MarkdownString).value)).join('\n---\n');
}

/** The codes of a document's problems by line: `3 VP201`. */
export const problems = (document: TextDocument): readonly string[] =>
  languages
    .getDiagnostics(document.uri)
    .map(({ range, code }) => `${range.start.line} ${typeof code === 'object' ? code.value : code}`);
