/**
 * Colours every program in tests/grammar/cases and compares with the snapshot beside it:
 *   node tests/grammar/run.ts [--update]
 * The last line is `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const update = process.argv.includes('--update') ? ['--updateSnapshot'] : [];
const tool = join(root, 'node_modules', 'vscode-tmgrammar-test', 'dist', 'snapshot.js');

const cases = globSync('tests/grammar/cases/*.vprog', { cwd: root }).sort();
const failed = cases.filter(file => {
  const { status } = spawnSync(process.execPath, [tool, ...update, file], { cwd: root, stdio: 'inherit' });
  return status !== 0;
});
console.log(`${cases.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
