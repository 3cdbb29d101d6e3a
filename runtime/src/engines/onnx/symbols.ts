import { readFile } from 'node:fs/promises';
import type { ModelCard } from '@vprog/language';
import { RunError } from '../../errors.ts';
import { checkFile } from '../../store/files.ts';

const known = new Map<string, readonly string[]>();

/**
 * The symbols of a card by class, one for each line of its file. Throws RunError VP502 or VP503 where the file is
 * missing or damaged, VP525 where the card names none.
 */
export async function symbolsOf({ id, symbols }: ModelCard): Promise<readonly string[]> {
  if (!symbols) throw new RunError('VP525', `The model ${id} has no symbols: name their file in its card.`);
  await checkFile(id, symbols);
  const read = known.get(symbols.sha256) ?? (await readFile(symbols.path, 'utf8')).replace(/\r?\n$/, '').split(/\r?\n/);
  known.set(symbols.sha256, read);
  return read;
}
