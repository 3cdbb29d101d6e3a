/**
 * Runs the suites of tests/vscode/suites inside the extension host of a real VS Code, on a copy of the examples:
 *   node tests/vscode/run.ts [WORDS OF A TEST'S NAME]
 * VSCODE_EXECUTABLE names a desktop VS Code; without it tests/harness/code.ts stands in. dist/ must be built.
 * The last line is `N passed, N failed`.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import type { Tally } from './tally.ts';

const root = resolve(import.meta.dirname, '../..');
const out = join(root, 'out/tests/vscode');
const workspace = join(out, 'workspace');
if (!existsSync(join(root, 'dist/client.cjs')))
  throw new Error('There is no dist/client.cjs. Run `npm run build` first.');

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await cp(join(root, 'examples/photos'), workspace, { recursive: true });
await cp(join(import.meta.dirname, 'programs'), workspace, { recursive: true });

const suites = (await readdir(join(import.meta.dirname, 'suites'))).map(name => `tests/vscode/suites/${name}`);
await build({
  absWorkingDir: root,
  entryPoints: ['tests/vscode/index.ts', ...suites],
  outdir: out,
  outbase: 'tests/vscode',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode', 'mocha'],
  mainFields: ['module', 'main'],
  // Sources that are ES modules ask where they are.
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  sourcemap: 'inline',
  logLevel: 'warning',
});

const status = await runTests({
  vscodeExecutablePath: process.env.VSCODE_EXECUTABLE ?? join(root, 'tests/harness/code.ts'),
  extensionDevelopmentPath: root,
  extensionTestsPath: join(out, 'index.cjs'),
  extensionTestsEnv: { VPROG_HOME: join(out, 'home'), VPROG_TESTS: process.argv.slice(2).join(' ') },
  launchArgs: [workspace, `--user-data-dir=${join(out, 'user-data')}`, `--extensions-dir=${join(out, 'extensions')}`],
}).catch(() => 1);

const results = join(out, 'tally.json');
const tally: Tally = existsSync(results) ? JSON.parse(await readFile(results, 'utf8')) : { passed: 0, failed: 1 };
const failed = status !== 0 && tally.failed === 0 ? 1 : tally.failed;
console.log(`${tally.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
