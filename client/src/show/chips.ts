import {
  type DecorationInstanceRenderOptions,
  type DecorationOptions,
  Disposable,
  Position,
  Range,
  type TextEditor,
  ThemeColor,
  Uri,
  window,
  workspace,
} from 'vscode';
import { type Chip, chipsOf } from '../chips/chip.ts';
import type { Feature } from '../context.ts';
import { LANGUAGE } from '../documents.ts';
import { lineHeightOf } from './line-height.ts';

/**
 * Draws the chips: a zero-length decoration at the end of a step's first line, its thumbnail before it and its text after
 * it. The thumbnail is three pixels lower than the line and aligned to its top, which leaves the line's text where it is.
 * Appearance that VS Code's options do not cover goes through `textDecoration`; without it a chip is only plainer.
 */
export const chips: Feature = ({ documents, thumbnails }) => {
  const type = window.createTextEditorDecorationType({});
  const draw = (editor: TextEditor) => {
    if (editor.document.languageId !== LANGUAGE) return;
    const { fontSize = 14, lineHeight = 0 } = workspace.getConfiguration('editor', editor.document);
    const height = lineHeightOf(fontSize as number, lineHeight as number) - 3;
    const all = chipsOf(documents.results(editor.document.uri));
    editor.setDecorations(
      type,
      all.map((chip): DecorationOptions => {
        const picture = chip.step.picture;
        const thumbnail = picture && thumbnails.get(picture, height, chip.state === 'stale');
        return { range: place(editor, chip), renderOptions: look(chip, thumbnail) };
      }),
    );
  };
  const drawAll = () => window.visibleTextEditors.forEach(draw);
  drawAll();
  return Disposable.from(
    type,
    documents.onDidChange(uri =>
      window.visibleTextEditors.filter(editor => editor.document.uri.toString() === uri.toString()).forEach(draw),
    ),
    thumbnails.onDidLoad(drawAll),
    window.onDidChangeVisibleTextEditors(drawAll),
    workspace.onDidChangeConfiguration(event => event.affectsConfiguration('editor') && drawAll()),
  );
};

/** The end of the step's first line. */
function place(editor: TextEditor, chip: Chip): Range {
  const { line } = editor.document.positionAt(chip.span.start);
  const end = new Position(line, editor.document.lineAt(line).text.length);
  return new Range(end, end);
}

const INJECTED = 'none; border-radius: 3px; padding: 0 0.4em; font-size: 0.9em;';

function look(chip: Chip, thumbnail: string | undefined): DecorationInstanceRenderOptions {
  const margin = '0 0 0 1.2em';
  return {
    ...(thumbnail
      ? {
          before: {
            contentIconPath: Uri.parse(thumbnail),
            margin,
            textDecoration: 'none; vertical-align: top',
          },
        }
      : {}),
    after: {
      // Ordinary spaces would collapse.
      contentText: chip.text.replaceAll(' ', '\u00a0'),
      margin: thumbnail ? '0 0 0 0.4em' : margin,
      color: new ThemeColor(`vprog.result.${chip.state}Foreground`),
      backgroundColor: new ThemeColor('vprog.result.background'),
      border: '1px solid',
      borderColor: new ThemeColor('vprog.result.border'),
      fontStyle: chip.state === 'stale' || chip.state === 'running' ? 'italic' : 'normal',
      textDecoration: INJECTED + (chip.state === 'stale' ? ' border-style: dashed' : ''),
    },
  };
}
