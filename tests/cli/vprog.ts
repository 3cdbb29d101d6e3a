import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';

export const root = resolve(import.meta.dirname, '../..');
export const photos = join(root, 'examples/photos');

const command = join(root, 'dist/cli.mjs');

/** The command is tested as it is built; an old build would test the wrong thing. */
function assertBuilt(): void {
  const sources = globSync('{language,onnx,runtime,distill,server,cli}/src/**/*.ts', {
    cwd: root,
    exclude: ['**/*.test.ts', '**/testing/**'],
  });
  const newest = Math.max(...sources.map(path => statSync(join(root, path)).mtimeMs));
  const built = statSync(command, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built < newest) throw new Error('dist/cli.mjs is older than the sources: run `npm run build` first.');
}
assertBuilt();

/** A folder of the test file's own; it goes when the file is done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vprog-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** The command, installed in a folder beside a runtime of the test's own. Returns its path. */
export function install(folder: string, runtime: string): string {
  mkdirSync(join(folder, 'dist'), { recursive: true });
  symlinkSync(join(root, 'runtime'), join(folder, 'runtime'), 'junction');
  copyFileSync(command, join(folder, 'dist/cli.mjs'));
  writeFileSync(join(folder, 'dist/runtime.mjs'), runtime);
  return join(folder, 'dist/cli.mjs');
}

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Settings {
  readonly input?: string;
  /** Leaves standard input open after `input`, as a client does that waits for answers. */
  readonly keepOpen?: boolean;
  readonly cwd?: string;
  /** Where results are remembered; a folder of the test's own makes runs independent. */
  readonly home: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What `install` returned, in place of the command as built. */
  readonly installed?: string;
  /** The path that standard output goes to. */
  readonly stdout?: string;
  /** Called with what was printed so far; may end the process or stop reading. */
  readonly onOutput?: (printed: string, child: ChildProcess) => void;
  /** The same for messages. */
  readonly onMessage?: (printed: string, child: ChildProcess) => void;
}

/** Runs the command as a user does, in a process of its own. */
export function vprog(args: readonly string[], settings: Settings): Promise<Ended> {
  const { input = '', keepOpen = false, cwd = root, home, env, installed = command, onOutput, onMessage } = settings;
  const target = settings.stdout === undefined ? undefined : openSync(settings.stdout, 'w');
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [installed, ...args], {
      cwd,
      env: { ...process.env, VPROG_HOME: home, ...env },
      stdio: ['pipe', target ?? 'pipe', 'pipe'],
    });
    if (target !== undefined) closeSync(target);
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      onOutput?.(stdout, child);
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
      onMessage?.(stderr, child);
    });
    child.on('error', fail);
    child.on('close', status => done({ status, stdout, stderr }));
    child.stdin?.on('error', () => undefined);
    child.stdin?.write(input);
    if (!keepOpen) child.stdin?.end();
  });
}

export const jsonLines = (text: string): unknown[] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as unknown);
