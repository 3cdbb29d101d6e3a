import { createHash } from 'node:crypto';
import type { Arguments } from '../modules/module.ts';
import { toPlain } from './plain.ts';

/** All that a step's result depends on. */
export interface KeyParts {
  readonly module: string;
  /** Of the module's implementation. */
  readonly version: number;
  /** For each capability of the module, what is bound to it: model hash, provider, parameters (see Capabilities.identity). */
  readonly models: readonly (string | null)[];
  readonly semantics: string;
  /**
   * Of a module that asks no model: the key of the step (language: stepKeys). EVAL and RESULT get their values worked out
   * as arguments, and by those alone any step of the same value would count as done before. Null: the answer of a model
   * serves every step that asks it the same.
   */
  readonly step: string | null;
  readonly args: Arguments;
}

/** SHA-256, in hexadecimal, of the parts in canonical JSON. Equal keys mean equal results. */
export function stepKey({ module, version, models, semantics, step, args }: KeyParts): string {
  const values = Object.keys(args)
    .sort()
    .map(name => [name, toPlain(args[name]!, hashes)]);
  return sha256(JSON.stringify([module, version, models, semantics, step, values]));
}

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

const hashes = {
  pixels: ({ sha256: hash }: { readonly sha256: string }) => hash,
  alpha: sha256,
};
