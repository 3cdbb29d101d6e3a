/**
 * Runs every suite, one after the other, and adds up what they count:
 *   node tests/run.ts [STAGE...]
 * The last line is `N passed, N failed`; the exit status is 1 where anything failed. A stage that dies without having
 * counted is one failure.
 */
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

interface Tally {
  readonly passed: number;
  readonly failed: number;
}

interface Stage {
  readonly name: string;
  readonly command: readonly string[];
  /** How its tests are counted: the stage as one, its last line `N passed, N failed`, or Vitest's report. */
  readonly count: 'stage' | 'line' | 'vitest';
}

const root = resolve(import.meta.dirname, '..');
process.chdir(root);

const vscodeHome = resolve(process.env.VPROG_VSCODE_HOME ?? '.vscode-test');
const report = 'out/vitest.json';
const examples = globSync('examples/**/*.vprog').sort();

const stages: readonly Stage[] = [
  { name: 'types', command: ['npx', 'tsc', '--noEmit'], count: 'stage' },
  { name: 'lint', command: ['npx', 'biome', 'check', '--error-on-warnings'], count: 'stage' },
  { name: 'build', command: ['npm', 'run', '--silent', 'build'], count: 'stage' },
  {
    name: 'unit',
    command: ['npx', 'vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
    count: 'vitest',
  },
  { name: 'grammar', command: ['npm', 'run', '--silent', 'test:grammar'], count: 'line' },
  { name: 'examples', command: ['node', 'dist/cli.mjs', 'test', ...examples], count: 'line' },
  { name: 'vscode', command: ['bash', 'tests/harness/setup-vscode.sh', vscodeHome], count: 'stage' },
  { name: 'code', command: ['npm', 'run', '--silent', 'test:code'], count: 'line' },
  { name: 'ui', command: ['npm', 'run', '--silent', 'test:ui'], count: 'line' },
  { name: 'package', command: ['node', 'tests/package/run.ts'], count: 'line' },
];

/** Runs a command with its output shown; resolves to its exit status and what it printed. */
function run(command: readonly string[], env: NodeJS.ProcessEnv): Promise<{ status: number; output: string }> {
  return new Promise(done => {
    const child = spawn(command[0]!, command.slice(1), { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      output = (output + chunk.toString()).slice(-100_000);
    });
    child.on('error', error => done({ status: 127, output: error.message }));
    child.on('close', status => done({ status: status ?? 1, output }));
  });
}

function tally(stage: Stage, status: number, output: string): Tally {
  const counted = stage.count === 'line' ? fromLine(output) : stage.count === 'vitest' ? fromVitest() : undefined;
  if (counted === undefined) return stage.count === 'stage' && status === 0 ? one : none;
  return status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}
const one: Tally = { passed: 1, failed: 0 };
const none: Tally = { passed: 0, failed: 1 };

function fromLine(output: string): Tally | undefined {
  const last = [...output.matchAll(/^(\d+) passed, (\d+) failed\s*$/gm)].at(-1);
  return last && { passed: Number(last[1]), failed: Number(last[2]) };
}

/** A file that fails before its first test counts as one failure. */
function fromVitest(): Tally | undefined {
  if (!existsSync(report)) return undefined;
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    testResults: { status: string; assertionResults: unknown[] }[];
  };
  const broken = testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0).length;
  return { passed: numPassedTests, failed: numFailedTests + broken };
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !stages.some(stage => stage.name === name));
if (unknown.length > 0) {
  console.error(`No stage ${unknown.join(', ')}. There are: ${stages.map(stage => stage.name).join(', ')}.`);
  process.exit(2);
}

// A home of its own, so that no result comes from an earlier run's cache and none stays in the user's.
const home = await mkdtemp(join(tmpdir(), 'vprog-test-'));
const env = { ...process.env, VPROG_HOME: home, VPROG_VSCODE_HOME: vscodeHome };
await mkdir('out', { recursive: true });
await rm(report, { force: true });

const rows: (Tally & { name: string; seconds: number })[] = [];
for (const stage of stages) {
  if (wanted.length > 0 && !wanted.includes(stage.name)) continue;
  console.log(`\n==> ${stage.name}: ${stage.command.join(' ')}`);
  const start = performance.now();
  const { status, output } = await run(stage.command, env);
  rows.push({ name: stage.name, seconds: (performance.now() - start) / 1000, ...tally(stage, status, output) });
}
await rm(home, { recursive: true, force: true, maxRetries: 5 });

console.log('\nstage        seconds  passed  failed');
for (const { name, seconds, passed, failed } of rows) {
  console.log(
    `${name.padEnd(12)} ${seconds.toFixed(1).padStart(7)} ${String(passed).padStart(7)} ${String(failed).padStart(7)}`,
  );
}
const passed = rows.reduce((sum, row) => sum + row.passed, 0);
const failed = rows.reduce((sum, row) => sum + row.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
