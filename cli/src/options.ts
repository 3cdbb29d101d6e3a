import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Device } from '@vprog/runtime/protocol';
import { InvalidArgumentError, Option } from 'commander';

const devices: readonly Device[] = ['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml'];

/** How programs are run, as `run` and `test` take it. */
export interface RunOptions {
  readonly config?: string;
  readonly profile?: string;
  readonly device: Device;
  /** False with `--no-cache`. */
  readonly cache: boolean;
}

export const configOption = (place = 'the program') =>
  new Option('--config <vprog.json>', `the configuration, in place of the nearest one above ${place}`).argParser(
    existingFile,
  );
export const profileOption = () => new Option('--profile <name>', 'the profile: which models answer');
export const jsonOption = () => new Option('--json', 'print one JSON document');
export const deviceOption = () =>
  new Option('--device <device>', 'where models run').choices(devices).default('auto' satisfies Device);
export const noCacheOption = () => new Option('--no-cache', 'run every step anew');

/** Collects `NAME=PATH` into absolute paths by name. */
export function inputBinding(text: string, earlier: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, path] = /^([A-Za-z_]\w*)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || path === undefined) throw new InvalidArgumentError('Write it as NAME=PATH.');
  return { ...earlier, [name]: resolve(path) };
}

export function cellNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Cells are counted from 0.');
  return Number(text);
}

export function existingFile(path: string): string {
  if (!existsSync(path)) throw new InvalidArgumentError('There is no such file.');
  return resolve(path);
}
