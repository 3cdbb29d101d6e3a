import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { capabilities } from '@vprog/language';
import { z } from 'zod';
import { type ModelVersion, VersionError, type VersionRef, versionName } from './version.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string().min(1);
const count = z.int().nonnegative();

const schema: z.ZodType<ModelVersion> = z.object({
  format: z.literal(1),
  model: text,
  number: z.int().positive(),
  base: count,
  capability: z.enum(capabilities),
  created: z.iso.datetime(),
  sha256,
  bytes: count,
  original: z.object({ sha256, bytes: count }),
  teacher: z.object({ id: text, sha256 }),
  data: z.object({ name: text, photos: count, sha256 }),
  seed: z.number(),
  metric: z.object({ name: text, before: z.number(), after: z.number(), low: z.number(), high: z.number() }),
});

/** The text of `version.json`. Throws VersionError where a value is none that can stand there, such as NaN. */
export function formatVersion(version: ModelVersion): string {
  const { success, error } = schema.safeParse(version);
  if (!success) throw new VersionError(`The version ${versionName(version)} cannot be kept: ${complaint(error)}.`);
  return `${JSON.stringify(version, null, 2)}\n`;
}

/** Reads the `version.json` in a folder. Undefined where there is none; throws VersionError where it is damaged. */
export async function readVersionFile(folder: string, wanted: VersionRef): Promise<ModelVersion | undefined> {
  const path = join(folder, 'version.json');
  const damaged = (reason: string) =>
    new VersionError(
      `The version ${versionName(wanted)} is damaged: ${path} ${reason}; delete its folder, or activate another version.`,
    );
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw damaged('is not JSON');
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return undefined;
    throw damaged(`cannot be read (${message})`);
  }
  const { success, data, error } = schema.safeParse(value);
  if (!success) throw damaged(`is not as VProg writes it (${complaint(error)})`);
  if (data.model !== wanted.model || data.number !== wanted.number)
    throw damaged(`says that it is ${versionName(data)}`);
  return data;
}

function complaint({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.join('/') ?? '';
  return place === '' ? 'it is no object' : `\`${place}\` is missing or wrong`;
}
