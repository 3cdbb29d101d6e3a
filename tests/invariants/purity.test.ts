import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './sources.ts';

const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  // Inside the project, so that packages are found.
  await mkdir(join(root, 'out'), { recursive: true });
  folder = await mkdtemp(join(root, 'out/purity-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Compiles files in a world that has the language JavaScript and nothing else: no Node, no browser. */
async function compile(include: readonly string[]): Promise<string> {
  const config = {
    extends: '../../tsconfig.json',
    compilerOptions: { types: [], lib: ['es2024', 'esnext.iterator'] },
    include,
    exclude: ['../../**/*.test.ts', '../../**/testing/**'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  return run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
}

test('the language and the features of the server compile without any host', async () => {
  expect(await compile(['../../language/src', '../../server/src/features'])).toBe('');
});

test('a use of the host would be seen', async () => {
  await writeFile(join(folder, 'impure.ts'), 'export const home = process.cwd();\n');
  expect(await compile(['impure.ts'])).toContain("Cannot find name 'process'");
});
