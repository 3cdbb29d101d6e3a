import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { writeWhole } from '../write-whole.ts';

/** An unfinished file of a process that was killed is swept away when it is older than this. */
const staleMs = 3_600_000;
/** Puts of this process after which others' files are counted again. */
const recount = 200;

/**
 * Files by key in a folder that several processes share, bounded by size: the least recently used go first. A file is
 * there whole or not at all. A disk that cannot be written or read is an empty cache, never an error.
 */
export class DiskCache {
  readonly #folder: string;
  readonly #maxBytes: number;
  #bytes: number | undefined;
  #puts = 0;

  constructor(folder: string, maxBytes = 2 ** 30) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  async get(key: string): Promise<Buffer | undefined> {
    const path = this.#path(key);
    const bytes = await readFile(path).catch(() => undefined);
    const now = new Date();
    if (bytes !== undefined) await utimes(path, now, now).catch(() => undefined);
    return bytes;
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const written = await writeWhole(this.#path(key), bytes).then(
      () => true,
      () => false,
    );
    if (!written) return;
    if (this.#bytes !== undefined) this.#bytes += bytes.length;
    if (this.#bytes === undefined || this.#bytes > this.#maxBytes || ++this.#puts % recount === 0) await this.#prune();
  }

  async remove(key: string): Promise<void> {
    await rm(this.#path(key), { force: true }).catch(() => undefined);
  }

  /** Removes every entry, those of other processes too. */
  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true }).catch(() => undefined);
    this.#bytes = undefined;
  }

  #path(key: string): string {
    return join(this.#folder, key.slice(0, 2), key);
  }

  async #prune(): Promise<void> {
    const files = await this.#files();
    let total = files.reduce((sum, file) => sum + file.bytes, 0);
    if (total > this.#maxBytes) {
      files.sort((a, b) => a.used - b.used);
      for (const file of files) {
        if (total <= this.#maxBytes * 0.9) break;
        await rm(file.path, { force: true }).catch(() => undefined);
        total -= file.bytes;
      }
    }
    this.#bytes = total;
  }

  async #files() {
    const names = await readdir(this.#folder, { recursive: true }).catch(() => []);
    const files: { readonly path: string; readonly bytes: number; readonly used: number }[] = [];
    for (const name of names) {
      const path = join(this.#folder, name);
      const status = await stat(path).catch(() => undefined);
      if (status === undefined || !status.isFile()) continue;
      const stale = basename(name).endsWith('.tmp') && Date.now() - status.mtimeMs > staleMs;
      if (stale) await rm(path, { force: true }).catch(() => undefined);
      else files.push({ path, bytes: status.size, used: status.mtimeMs });
    }
    return files;
  }
}
