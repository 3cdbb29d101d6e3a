import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type ModelCard, type ModelFile, parseModelCard } from '@vprog/language';
import { exists, findUpwards, readText } from './files.ts';

/** A model's card and the folder that its paths are relative to. */
export interface CardInFolder {
  readonly card: ModelCard;
  readonly folder: string;
}

/** The cards in the folders under `models`; what is no card is left out, its model simply is not there. */
export async function readCards(models: string): Promise<readonly CardInFolder[]> {
  const entries = await readdir(models, { withFileTypes: true }).catch(() => []);
  const read = async (folder: string): Promise<CardInFolder[]> => {
    const text = await readText(join(folder, 'card.json'));
    const card = text === undefined ? undefined : parseModelCard(text).card;
    return card === undefined ? [] : [{ card, folder }];
  };
  return (await Promise.all(entries.filter(e => e.isDirectory()).map(e => read(join(models, e.name))))).flat();
}

/** Whether a card's files are on disk. */
export async function isPresent({ card, folder }: CardInFolder): Promise<boolean> {
  const files = [card.file, ...(card.symbols === undefined ? [] : [card.symbols])];
  return (await Promise.all(files.map(file => isFilePresent(file, folder)))).every(Boolean);
}

async function isFilePresent({ path }: ModelFile, folder: string): Promise<boolean> {
  const inPackage = /^npm:(.+)$/.exec(path)?.[1];
  if (inPackage === undefined) return exists(resolve(folder, path));
  return (await findUpwards(folder, join('node_modules', inPackage))) !== undefined;
}

/** The bundled models' folder: the nearest `runtime/models` above this code, in the sources and beside dist/ alike. */
export const bundledModels = async (): Promise<string | undefined> =>
  findUpwards(dirname(import.meta.filename), join('runtime', 'models'));
