import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ModelCard, parseModelCard } from '@vprog/language';
import { runtimeFile } from '../root.ts';
import { locate } from './files.ts';

/** The card with absolute paths; `folder` is that of the file that it stands in. */
export function located(card: ModelCard, folder: string): ModelCard {
  const file = { ...card.file, path: locate(card.file.path, folder) };
  const { symbols } = card;
  return symbols ? { ...card, file, symbols: { ...symbols, path: locate(symbols.path, folder) } } : { ...card, file };
}

let bundled: readonly ModelCard[] | undefined;

/** The models that come with VProg, paths absolute, ordered by id. */
export function bundledCards(): readonly ModelCard[] {
  bundled ??= readCards(runtimeFile('models'));
  return bundled;
}

function readCards(models: string): readonly ModelCard[] {
  const folders = readdirSync(models, { withFileTypes: true }).filter(entry => entry.isDirectory());
  return folders
    .map(entry => join(models, entry.name))
    .sort()
    .map(folder => {
      const { card, problems } = parseModelCard(readFileSync(join(folder, 'card.json'), 'utf8'));
      if (!card || problems.length > 0)
        throw new Error(`${folder}/card.json: ${problems.map(p => p.message).join(' ')}`);
      return located(card, folder);
    });
}
