import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProblemCode, problemKind, problemTable } from '@vprog/language';
import { describe, expect, test } from 'vitest';
import { root } from './sources.ts';

const codes = Object.keys(problemTable) as ProblemCode[];

/** The codes that fixtures and tests name: what the checker cannot see is tested where it happens. */
const tested = new Set(
  globSync('{language,runtime,server,cli,tests}/**/*.{test.ts,vprog}', { cwd: root, exclude: ['**/node_modules/**'] })
    .map(path => readFileSync(join(root, path), 'utf8'))
    .flatMap(text => text.match(/\bVP\d{3}\b/g) ?? []),
);

describe.each(codes)('%s', code => {
  test('has a page in docs/problems that begins with its code', () => {
    const page = join(root, problemKind(code)!.page);
    expect(existsSync(page) && readFileSync(page, 'utf8').split('\n')[0]).toContain(code);
  });

  test('is expected by a test', () => {
    expect(tested).toContain(code);
  });
});
