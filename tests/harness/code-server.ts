import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const home = resolve(process.env.VPROG_VSCODE_HOME ?? join(import.meta.dirname, '../../.vscode-test'));
const nodeProgram = join(home, 'n24/node_modules/node/bin/node');
const entry = join(home, 'cs/node_modules/code-server/out/node/entry.js');

export interface CodeServer {
  /** `127.0.0.1:PORT` */
  readonly authority: string;
  /** Its log and data; kept where a test failed. */
  readonly folder: string;
  /** Ends the server and all its processes. */
  stop(options?: { readonly keep: boolean }): Promise<void>;
}

export interface CodeServerOptions {
  /** The user's settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Off: every window is trusted and nothing asks. */
  readonly workspaceTrust: boolean;
  /** For windows that obey `developed` and `tests` of windowUrl; they show no messages by themselves. */
  readonly driver: boolean;
  /** Folder of an extension that is installed, by a link. */
  readonly installed?: string;
  readonly userData?: string;
  readonly extensions?: string;
}

/** A quiet editor: nothing that starts, asks, updates or talks to the network by itself. */
const quiet = {
  'chat.disableAIFeatures': true,
  'files.autoSave': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'npm.fetchOnlinePackageInfo': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/** Starts a VS Code server of its own on a free port of the loopback interface, with fresh data. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  if (!existsSync(entry)) throw new Error(`There is no VS Code in ${home}. Run tests/harness/setup-vscode.sh first.`);
  const folder = await mkdtemp(join(tmpdir(), 'vprog-code-'));
  const userData = options.userData ?? join(folder, 'user-data');
  const settings = join(userData, 'User', 'settings.json');
  if (!existsSync(settings)) {
    await mkdir(join(userData, 'User'), { recursive: true });
    await writeFile(settings, JSON.stringify({ ...quiet, ...options.settings }));
  }
  const extensions = options.extensions ?? join(folder, 'extensions');
  if (options.installed !== undefined) {
    const { publisher, name, version } = JSON.parse(await readFile(join(options.installed, 'package.json'), 'utf8'));
    await mkdir(extensions, { recursive: true });
    await symlink(resolve(options.installed), join(extensions, `${publisher}.${name}-${version}`), 'dir');
  }
  const authority = `127.0.0.1:${await freePort()}`;
  const log = openSync(join(folder, 'server.log'), 'w');
  const server = spawn(
    nodeProgram,
    [
      entry,
      ...['--bind-addr', authority, '--auth', 'none', '--config', join(folder, 'config.yaml')],
      ...['--user-data-dir', userData, '--extensions-dir', extensions],
      ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
      ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
      ...(options.driver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ],
    // Detached: a process group of its own, so that its extension hosts end with it.
    { env: { ...process.env, EXTENSIONS_GALLERY: '{}' }, stdio: ['ignore', log, log], detached: true },
  );
  await answering(server, authority, folder);
  return {
    authority,
    folder,
    async stop({ keep } = { keep: false }) {
      await end(server);
      if (!keep) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The address of a window on `folder`, with extensions under development. */
export function windowUrl(
  { authority }: CodeServer,
  options: {
    readonly open?: string;
    /** Extensions that are loaded from their folders. */
    readonly developed?: readonly string[];
    /** A module whose `run()` the extension host calls. */
    readonly tests?: string;
  },
): string {
  const remote = (path: string) => `vscode-remote://${authority}${resolve(path)}`;
  const payload = [
    ...(options.developed ?? []).map(path => ['extensionDevelopmentPath', remote(path)]),
    ...(options.tests === undefined ? [] : [['extensionTestsPath', remote(options.tests)]]),
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  if (options.open === undefined) query.set('ew', 'true');
  else query.set(options.open.endsWith('.code-workspace') ? 'workspace' : 'folder', resolve(options.open));
  return `http://${authority}/?${query}`;
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer().on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : failed(new Error('no port'))));
    });
  });
}

async function answering(server: ChildProcess, authority: string, folder: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const answer = await fetch(`http://${authority}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    if (server.exitCode !== null) break;
    await new Promise(done => setTimeout(done, 100));
  }
  await end(server);
  throw new Error(`VS Code's server did not start; its log is ${join(folder, 'server.log')}.`);
}

async function end(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null) return;
  const ended = new Promise(done => server.once('exit', done));
  signal(server.pid, 'SIGTERM');
  await Promise.race([ended, new Promise(done => setTimeout(done, 3000))]);
  signal(server.pid, 'SIGKILL');
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // It has ended already.
  }
}
