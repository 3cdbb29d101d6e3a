import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, LineIndex, parseConfig } from '@vprog/language';
import { applyEdits, modify } from 'jsonc-parser';
import { z } from 'zod';
import type { HomeDirs } from '../home.ts';
import { diskReason, writeWhole } from '../write-whole.ts';
import { stateOf } from './files.ts';
import { modelPath, VersionError, type VersionRef, versionFolder, versionName, versionsFolder } from './version.ts';
import { readVersionFile } from './version-file.ts';

/** Where the home records which versions are active. */
export const activeFile = (home: HomeDirs): string => join(versionsFolder(home), 'active.json');

/**
 * The versions that answer in place of their originals, by model: those that `config` names, else those of the user's
 * home. Throws VersionError where the home's record is damaged.
 */
export async function activeVersions(home: HomeDirs, config?: Config): Promise<ReadonlyMap<string, number>> {
  const entries = { ...(await readActive(home)), ...config?.versions };
  return new Map(Object.entries(entries).filter(([, number]) => number > 0));
}

/**
 * Makes a version of a model the one that answers, 0 the original: in the `vprog.json` at `configPath` (absolute), which
 * keeps its comments and layout, or else for the whole home. Throws VersionError where that version or its files are not
 * there or damaged, or where the record cannot be changed.
 */
export async function activateVersion(
  home: HomeDirs,
  configPath: string | undefined,
  model: string,
  number: number,
): Promise<void> {
  if (number !== 0) await requireWhole(home, { model, number });
  if (configPath === undefined) {
    // Of no prototype, since a model's id may be any text.
    const active: Record<string, number> = Object.assign(Object.create(null), await readActive(home));
    if (number === 0) delete active[model];
    else active[model] = number;
    await write(activeFile(home), `${JSON.stringify(active, null, 2)}\n`);
  } else {
    await write(configPath, await withVersion(configPath, model, number));
  }
}

async function requireWhole(home: HomeDirs, ref: VersionRef): Promise<void> {
  const version = await readVersionFile(versionFolder(home, ref), ref);
  if (version === undefined) throw new VersionError(`There is no version ${versionName(ref)} to activate.`);
  for (const { sha256, bytes } of [version, version.original]) {
    const file = { path: modelPath(home, sha256), sha256, bytes };
    const state = await stateOf(file, true);
    if (state === 'ok') continue;
    throw new VersionError(
      `The version ${versionName(ref)} cannot be activated: its file ${file.path} is ${state}; distil it again.`,
    );
  }
}

async function readActive(home: HomeDirs): Promise<Readonly<Record<string, number>>> {
  const path = activeFile(home);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw new VersionError(`Which versions of models are active cannot be read from ${path} (${error.message}).`);
  });
  try {
    return z.record(z.string(), z.int().nonnegative()).parse(JSON.parse(text));
  } catch {
    throw new VersionError(
      `${path}, which says what versions of models are active, is damaged: delete it, and activate them again.`,
    );
  }
}

async function withVersion(path: string, model: string, number: number): Promise<string> {
  const cannot = (reason: string) =>
    new VersionError(`${versionName({ model, number })} cannot be activated in ${path}: ${reason}.`);
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw cannot(`it cannot be read (${error.message})`);
  });
  const { config, problems } = parseConfig(text);
  if (config === undefined) {
    const wrong = problems.find(({ severity }) => severity === 'error');
    const { line } = new LineIndex(text).positionAt(wrong?.span.start ?? 0);
    throw cannot(`mend its line ${line + 1} first (${wrong?.message.replace(/\.$/, '')})`);
  }
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  const formattingOptions = {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  return applyEdits(text, modify(text, ['versions', model], number, { formattingOptions }));
}

async function write(path: string, text: string): Promise<void> {
  try {
    // A link stays one.
    await writeWhole(await realpath(path).catch(() => path), text);
  } catch (error) {
    throw new VersionError(diskReason(error) ?? `${path} cannot be written (${(error as Error).message}).`);
  }
}
