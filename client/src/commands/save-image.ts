import { Uri, window, workspace } from 'vscode';
import type { Command } from './command.ts';
import { noResult, targetChip, targetDocument } from './target.ts';

/** Saves the picture of a step, in its own size, without the boxes. */
export const saveImage: Command = {
  id: 'vprog.saveImage',
  run: async (context, ...args) => {
    const chip = targetChip(context, args);
    const picture = chip?.step.picture;
    if (!chip || !picture) return noResult();
    const { id, width, height } = picture.image;
    const pixels = await context.runtime
      .picture({ id, maxWidth: width, maxHeight: height, format: 'png' })
      .catch(() => undefined);
    if (!pixels) {
      await window.showWarningMessage('The picture is no longer in memory. Run the cell again, then save it.');
      return;
    }
    const folder = targetDocument(args[0])?.uri.with({ query: '', fragment: '' });
    const target = await window.showSaveDialog({
      title: `Save the picture of ${chip.step.name}`,
      filters: { PNG: ['png'] },
      ...(folder?.scheme === 'file' ? { defaultUri: Uri.joinPath(folder, '..', `${chip.step.name}.png`) } : {}),
    });
    if (target) await workspace.fs.writeFile(target, Buffer.from(pixels.data, 'base64'));
  },
};
