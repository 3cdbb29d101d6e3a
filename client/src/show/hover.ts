import { Disposable, Hover, languages, MarkdownString, Range, type TextDocument, workspace } from 'vscode';
import { type Chip, chipsOf } from '../chips/chip.ts';
import { hoverCommands, hoverMarkdown } from '../chips/hover-text.ts';
import type { Context, Feature } from '../context.ts';
import { LANGUAGE } from '../documents.ts';

/** The hover of a step that has a result: anywhere on the step and on its chip, by mouse or by `Show or Focus Hover`. */
export const hover: Feature = context =>
  Disposable.from(
    languages.registerHoverProvider(LANGUAGE, {
      provideHover: async (document, position) => {
        const chip = chipAt(context, document, position.line);
        if (!chip) return undefined;
        context.hovers.shown();
        return new Hover(await contents(context, document, chip), rangeOf(document, chip));
      },
    }),
  );

/** The chip of the step that covers a line. */
export function chipAt({ documents }: Context, document: TextDocument, line: number): Chip | undefined {
  return chipsOf(documents.results(document.uri)).find(chip => {
    const range = rangeOf(document, chip);
    return range.start.line <= line && line <= range.end.line;
  });
}

/** The whole lines of the step, so that its chip belongs to it. */
function rangeOf(document: TextDocument, { span }: Chip): Range {
  const [start, end] = [document.positionAt(span.start), document.positionAt(span.end)];
  return new Range(start.with({ character: 0 }), document.lineAt(end.line).range.end);
}

async function contents({ thumbnails }: Context, document: TextDocument, chip: Chip): Promise<MarkdownString> {
  const width = workspace.getConfiguration('vprog', document).get('hover.maxWidth', 480);
  const { picture } = chip.step;
  const drawn = picture && (await thumbnails.large(picture, width, chip.state === 'stale'));
  const markdown = new MarkdownString(hoverMarkdown(chip, drawn, [document.uri.toString(), chip.cell, chip.key]), true);
  markdown.supportHtml = true;
  markdown.isTrusted = { enabledCommands: hoverCommands };
  return markdown;
}
