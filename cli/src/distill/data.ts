import { opendir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { DataSource } from '@vprog/distill/protocol';
import { UsageError } from '../exit.ts';
import { reason } from '../reason.ts';
import { readProgram } from '../text.ts';

export interface Data {
  readonly source: DataSource;
  /** Where the nearest vprog.json is looked for, absolute. */
  readonly folder: string;
}

const forms = 'Give --data as `bundled`, one folder with pictures, or programs (PROGRAM.vprog ...)';

/** What `--data` names: `bundled`, a folder, or programs. Throws UsageError where there is nothing of that kind. */
export async function readData(names: readonly string[]): Promise<Data> {
  const [first] = names;
  if (first === 'bundled' && names.length === 1) return { source: { kind: 'bundled' }, folder: resolve('.') };
  if (names.includes('bundled')) throw new UsageError(`${forms}: \`bundled\` stands alone.`);
  const folders: string[] = [];
  for (const name of names) if (await isFolder(name)) folders.push(resolve(name));
  const [folder] = folders;
  if (folder === undefined) return readPrograms(names);
  if (names.length > 1) throw new UsageError(`${forms}: not a folder together with something else.`);
  if (!(await holdsFile(folder))) throw new UsageError(`${first} is empty: there are no pictures to learn from.`);
  return { source: { kind: 'folder', path: folder }, folder };
}

async function readPrograms(names: readonly string[]): Promise<Data> {
  const other = names.find(name => !name.endsWith('.vprog'));
  if (other !== undefined) throw new UsageError(`${forms}: ${other} is none of these.`);
  const programs: { file: string; text: string }[] = [];
  for (const name of names) programs.push({ file: resolve(name), text: await readProgram(name) });
  return { source: { kind: 'programs', programs }, folder: dirname(resolve(names[0]!)) };
}

/** False for what is a file. Throws UsageError where there is neither. */
async function isFolder(name: string): Promise<boolean> {
  try {
    return (await stat(name)).isDirectory();
  } catch (error) {
    const known = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is nothing of that name' : reason(error);
    throw new UsageError(`Cannot read ${name}: ${known}.`);
  }
}

async function holdsFile(folder: string): Promise<boolean> {
  try {
    for await (const entry of await opendir(folder, { recursive: true })) if (!entry.isDirectory()) return true;
    return false;
  } catch (error) {
    throw new UsageError(`Cannot read ${folder}: ${reason(error)}.`);
  }
}
