import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { homeDirs } from './home.ts';
import { runtimeFile } from './root.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vprog-home-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('VPROG_HOME holds both folders, which are made', () => {
  const dirs = homeDirs({ VPROG_HOME: join(folder, 'new') });
  expect(dirs).toEqual({ data: join(folder, 'new', 'data'), cache: join(folder, 'new', 'cache') });
  expect(existsSync(dirs.data) && existsSync(dirs.cache)).toBe(true);
});

test('where it cannot be written, the temporary folder stands in', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  chmodSync(file, 0o400);
  const dirs = homeDirs({ VPROG_HOME: file });
  expect(dirs.data.startsWith(tmpdir())).toBe(true);
  expect(existsSync(dirs.data) && existsSync(dirs.cache)).toBe(true);
});

test("the runtime's own files are found", () => {
  expect(existsSync(runtimeFile('models', 'nanodet', 'nanodet.onnx'))).toBe(true);
});
