import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The path of a `file:` address; undefined for documents of any other scheme, such as `untitled:`. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined; // Another host's file: there is nothing to look up beside it.
  }
}

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The text of a file; undefined where it cannot be read. */
export const readText = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

/** The nearest `name` in `folder` or above it. */
export async function findUpwards(folder: string, name: string): Promise<string | undefined> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const path = join(at, name);
    if (await exists(path)) return path;
    if (at === dirname(at)) return undefined;
  }
}

export interface FileEntry {
  readonly name: string;
  readonly folder: boolean;
}

/** The entries of a folder by name, hidden ones left out; none where it cannot be read. */
export async function listFolder(path: string): Promise<readonly FileEntry[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(({ name }) => !name.startsWith('.'))
    .map(entry => ({ name: entry.name, folder: entry.isDirectory() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The folder of the package, where docs/ lies: in the sources and beside dist/ alike. */
export async function findPackageRoot(): Promise<string | undefined> {
  const page = await findUpwards(dirname(import.meta.filename), join('docs', 'problems'));
  return page === undefined ? undefined : dirname(dirname(page));
}
