import {
  Disposable,
  Position,
  Range,
  type TextEditor,
  type ThemableDecorationAttachmentRenderOptions,
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
 * Draws the chips: at the end of a step's first line a thumbnail, then a text, each behind an empty range. Of what stands at
 * the same place VS Code draws first the decoration whose type's key is smaller, so the thumbnail has that one. It is three
 * pixels lower than the line and aligned to its top, which leaves the line's text where it is. Appearance that VS Code's
 * options do not cover goes through `textDecoration`; without it a chip is only plainer.
 */
export const chips: Feature = ({ documents, thumbnails }) => {
  const types = [window.createTextEditorDecorationType({}), window.createTextEditorDecorationType({})] as const;
  const [thumbnailType, textType] = types[0].key < types[1].key ? types : [types[1], types[0]];
  const draw = (editor: TextEditor) => {
    if (editor.document.languageId !== LANGUAGE) return;
    const { fontSize = 14, lineHeight = 0 } = workspace.getConfiguration('editor', editor.document);
    const height = lineHeightOf(fontSize as number, lineHeight as number) - 3;
    const all = chipsOf(documents.results(editor.document.uri)).map(chip => {
      const picture = chip.step.picture;
      const thumbnail = picture && thumbnails.get(picture, height, chip.state === 'stale');
      return { chip, thumbnail, range: place(editor, chip) };
    });
    editor.setDecorations(
      thumbnailType,
      all.flatMap(({ thumbnail, range }) =>
        thumbnail ? [{ range, renderOptions: { after: thumbnailLook(thumbnail) } }] : [],
      ),
    );
    editor.setDecorations(
      textType,
      all.map(({ chip, thumbnail, range }) => ({
        range,
        renderOptions: { after: textLook(chip, thumbnail ? '0 0 0 0.4em' : MARGIN) },
      })),
    );
  };
  const drawAll = () => window.visibleTextEditors.forEach(draw);
  drawAll();
  return Disposable.from(
    ...types,
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

/** Between a line's text and what is drawn behind it. */
const MARGIN = '0 0 0 1.2em';

const thumbnailLook = (thumbnail: string): ThemableDecorationAttachmentRenderOptions => ({
  contentIconPath: Uri.parse(thumbnail),
  margin: MARGIN,
  textDecoration: 'none; vertical-align: top',
});

const textLook = ({ text, state }: Chip, margin: string): ThemableDecorationAttachmentRenderOptions => ({
  // Ordinary spaces would collapse.
  contentText: text.replaceAll(' ', '\u00a0'),
  margin,
  color: new ThemeColor(`vprog.result.${state}Foreground`),
  backgroundColor: new ThemeColor('vprog.result.background'),
  border: `1px ${state === 'stale' ? 'dashed' : 'solid'}`,
  borderColor: new ThemeColor('vprog.result.border'),
  fontStyle: state === 'stale' || state === 'running' ? 'italic' : 'normal',
  textDecoration: 'none; border-radius: 3px; padding: 0 0.4em; font-size: 0.9em',
});
