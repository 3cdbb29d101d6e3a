import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HomeDirs } from '@vprog/runtime/home';
import { writeSynced, writeWhole } from '@vprog/runtime/write-whole';
import { DistillError } from '../errors.ts';
import type { Stage } from '../protocol.ts';

/** The folder of all jobs. */
export const jobsFolder = (home: HomeDirs): string => join(home.data, 'jobs');

/** What a stage left, and how long it took, over all attempts that came to its end. */
export interface Done<T> {
  readonly seconds: number;
  readonly value: T;
}

/**
 * The folder of one distillation: `job.json` (what was asked), `STAGE.json` for each stage that is done, and what the stages
 * write beside. The same request finds the same folder again.
 */
export class Job {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The job of an identity: all that its result depends on. Nothing is written. */
  static of(home: HomeDirs, identity: object): Job {
    const id = createHash('sha256').update(textOf(identity)).digest('hex').slice(0, 16);
    return new Job(join(jobsFolder(home), id));
  }

  /** `Job.of`, its folder made. */
  static async open(home: HomeDirs, identity: object): Promise<Job> {
    const job = Job.of(home, identity);
    await job.write('job.json', textOf(identity));
    return job;
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  write(name: string, data: string | Uint8Array): Promise<void> {
    return writeWhole(this.path(name), data);
  }

  /** A JSON file of the folder; undefined where there is none. A damaged one counts as none: it is made again. */
  async read<T>(name: string): Promise<T | undefined> {
    try {
      return JSON.parse(await readFile(this.path(name), 'utf8')) as T;
    } catch {
      return undefined;
    }
  }

  /**
   * Does a stage, or takes what it left before.
   * @param isWhole whether what the stage left beside its own file is still there.
   */
  async stage<T>(
    name: Stage,
    work: () => Promise<T>,
    isWhole: (value: T) => Promise<boolean> = async () => true,
  ): Promise<Done<T>> {
    const before = await this.read<Partial<Done<T>>>(`${name}.json`);
    const { seconds: taken, value: left } = before ?? {};
    if (taken !== undefined && left !== undefined && (await isWhole(left))) return { seconds: taken, value: left };
    const start = performance.now();
    const value = await work();
    const done = { seconds: (performance.now() - start) / 1000, value };
    await this.write(`${name}.json`, JSON.stringify(done));
    return done;
  }

  /** Removes all but a file of this name. */
  async clear(kept: string): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names) if (name !== kept) await rm(this.path(name), { recursive: true, force: true });
  }
}

const textOf = (identity: object): string => JSON.stringify(identity, undefined, 2);

interface Holder {
  readonly pid: number;
  readonly since: string;
}

/**
 * Does the work while no other distillation runs in this home: two would share the processor and the store.
 * @throws DistillError where one runs
 */
export async function exclusively<T>(home: HomeDirs, work: () => Promise<T>): Promise<T> {
  const path = join(jobsFolder(home), 'running.json');
  const holder: Holder = { pid: process.pid, since: new Date().toISOString() };
  const other = held.get(path);
  if (other !== undefined) throw taken(path, other);
  held.set(path, holder);
  try {
    await take(path, holder);
    try {
      return await work();
    } finally {
      await rm(path, { force: true });
    }
  } finally {
    held.delete(path);
  }
}

/** The locks of this process. */
const held = new Map<string, Holder>();

const taken = (path: string, { pid, since }: Holder) =>
  new DistillError(
    'Distilling',
    `another distillation is running (process ${pid}, since ${since})`,
    `Wait for its end or cancel it; if that process does something else, delete ${path}`,
  );

/** The lock appears with its holder in it: who finds it knows whose it is. */
async function take(path: string, holder: Holder): Promise<void> {
  const own = `${path}.${randomUUID()}.tmp`;
  try {
    await writeSynced(own, JSON.stringify(holder));
    while (!(await linked(own, path))) {
      const other = await readHolder(path);
      // One with the number of this process is of another process that had it before.
      if (other !== undefined && other.pid !== process.pid && isAlive(other.pid)) throw taken(path, other);
      await removeStale(path, other);
    }
  } finally {
    await rm(own, { force: true });
  }
}

/** False where the name is taken. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    // Not every file system has second names.
    await link(from, to).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw error;
      return copyFile(from, to, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A lock of a process that was killed; one that another process took in its place meanwhile is put back. */
async function removeStale(path: string, stale: Holder | undefined): Promise<void> {
  const aside = `${path}.${randomUUID()}.tmp`;
  try {
    await rename(path, aside);
    if (JSON.stringify(await readHolder(aside)) !== JSON.stringify(stale)) await linked(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** Undefined where there is none that can be read. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const { pid, since } = JSON.parse(await readFile(path, 'utf8')) as Holder;
    return Number.isInteger(pid) && pid > 0 ? { pid, since } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
