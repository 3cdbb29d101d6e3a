import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findUpwards, listFolder, pathOf, readText } from './files.ts';

describe('pathOf', () => {
  test.each([
    ['untitled:Untitled-1', undefined],
    ['vscode-vfs://github/a/b.vprog', undefined],
    ['file:///%ZZ', undefined],
    ['', undefined],
  ])('%s', (uri, path) => expect(pathOf(uri)).toBe(path));

  test('a path with spaces and other letters comes back', () => {
    const path = join(import.meta.dirname, 'a b', 'größe#1.vprog');
    expect(pathOf(pathToFileURL(path).href)).toBe(path);
  });
});

test('what cannot be read is absent, not an error', async () => {
  expect(await readText(import.meta.dirname)).toBeUndefined();
  expect(await listFolder(import.meta.filename)).toEqual([]);
  expect(await findUpwards(import.meta.dirname, 'no-such-file-anywhere.json')).toBeUndefined();
});

test('the nearest file above is found', async () => {
  expect(await findUpwards(import.meta.dirname, 'protocol.ts')).toBe(join(import.meta.dirname, '..', 'protocol.ts'));
});
