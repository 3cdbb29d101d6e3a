import { accessSync, constants, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';

/** Absolute folders, which exist and can be written. */
export interface HomeDirs {
  /** What is kept: model files, versions, which devices work. */
  readonly data: string;
  /** What can be made again: results of steps. */
  readonly cache: string;
}

/**
 * The user's home of VProg, shared by editor and command line: `VPROG_HOME`, else the system's data and cache folders
 * (XDG on Linux), else a folder for this user under the temporary folder where those cannot be written.
 */
export function homeDirs(environment: NodeJS.ProcessEnv = process.env): HomeDirs {
  const own = environment.VPROG_HOME;
  const system = envPaths('vprog', { suffix: '' });
  const fallback = join(tmpdir(), `vprog-${process.getuid?.() ?? 'user'}`);
  return {
    data: writable(own ? join(own, 'data') : system.data, join(fallback, 'data')),
    cache: writable(own ? join(own, 'cache') : system.cache, join(fallback, 'cache')),
  };
}

function writable(wanted: string, fallback: string): string {
  try {
    mkdirSync(wanted, { recursive: true });
    accessSync(wanted, constants.W_OK);
    return wanted;
  } catch {
    mkdirSync(fallback, { recursive: true, mode: 0o700 });
    return fallback;
  }
}
