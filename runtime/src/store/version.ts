import { join } from 'node:path';
import type { Capability, ModelCard } from '@vprog/language';
import type { HomeDirs } from '../home.ts';

/** What `version.json` holds: a model that distillation made of another, and where it comes from. */
export interface ModelVersion {
  readonly format: 1;
  /** The id of the original's card. */
  readonly model: string;
  /** From 1. */
  readonly number: number;
  /** The version that it was trained from; 0: the original. */
  readonly base: number;
  readonly capability: Capability;
  /** ISO 8601. */
  readonly created: string;
  /** Of its own ONNX file. */
  readonly sha256: string;
  readonly bytes: number;
  /** The original model's file, which its own refers to for weights. */
  readonly original: { readonly sha256: string; readonly bytes: number };
  readonly teacher: { readonly id: string; readonly sha256: string };
  readonly data: { readonly name: string; readonly photos: number; readonly sha256: string };
  readonly seed: number;
  /** On held-out data; `low` and `high` bound the difference `after - before`. */
  readonly metric: {
    readonly name: string;
    readonly before: number;
    readonly after: number;
    readonly low: number;
    readonly high: number;
  };
}

/** A version before it has a number. */
export type VersionDraft = Omit<ModelVersion, 'format' | 'number' | 'created'>;

/** A model by id, with the number of a version; 0: the original. */
export interface VersionRef {
  readonly model: string;
  readonly number: number;
}

/** Something is wrong with versions on disk; the message is one sentence for the user: where, what, what to do. */
export class VersionError extends Error {
  override readonly name = 'VersionError';
}

/** Such as `blazeface_front@2`. */
export const versionName = ({ model, number }: VersionRef): string => `${model}@${number}`;

/** Reads `MODEL@N`; `MODEL` alone is the original, as `MODEL@0` is. Undefined for an empty text. */
export function parseVersionName(text: string): VersionRef | undefined {
  const [, model, number] = /^(.+)@(0|[1-9]\d{0,14})$/s.exec(text) ?? [];
  if (model !== undefined) return { model, number: Number(number) };
  return text === '' ? undefined : { model: text, number: 0 };
}

/** The folder with a version's `version.json` and what is shown of it. */
export const versionFolder = (home: HomeDirs, { model, number }: VersionRef): string =>
  join(versionsFolder(home), folderName(model), String(number));

/** The folder of all versions. */
export const versionsFolder = (home: HomeDirs): string => join(home.data, 'versions');

/** A model's id as the name of a folder, on every system. */
export const folderName = (model: string): string =>
  encodeURIComponent(model.toWellFormed())
    .replaceAll('*', '%2A')
    // Else `.` and `..` would be other folders.
    .replace(/^\.+$/, dots => dots.replaceAll('.', '%2E'));

/** Where the file of a model lies in the user's home, by its SHA-256. */
export const modelPath = (home: HomeDirs, sha256: string): string => join(home.data, 'models', `${sha256}.onnx`);

/** The card of a version, made of that of its original: so it is a model like any other. */
export function versionCard(home: HomeDirs, card: ModelCard, version: ModelVersion): ModelCard {
  const { original, sha256, bytes } = version;
  return {
    ...card,
    id: versionName(version),
    title: `${card.title}, version ${version.number}`,
    file: { path: modelPath(home, sha256), sha256, bytes },
    weights: { path: modelPath(home, original.sha256), ...original },
  };
}
