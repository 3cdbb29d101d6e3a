/**
 * Packs the extension, installs it in VS Code as a user would, and runs an example with what was installed, in a place
 * where nothing of this project can be found:
 *   node tests/package/run.ts
 * Needs tests/harness/setup-vscode.sh to have run. The last line is `N passed, N failed`.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const vscodeHome = process.env.VPROG_VSCODE_HOME ?? join(root, '.vscode-test');
const folder = await mkdtemp(join(tmpdir(), 'vprog-package-'));
const [vsix, extensions] = [join(folder, 'vprog.vsix'), join(folder, 'extensions')];

async function installedFolder(): Promise<string> {
  const entries = await readdir(extensions);
  return join(extensions, entries.find(entry => entry.startsWith('vprog.vprog'))!);
}

/** Native libraries for one platform make most of it. */
const limit = 90e6;

const steps: readonly (readonly [name: string, step: () => Promise<void>])[] = [
  [
    'the extension is packed, and is no larger than it must be',
    async () => {
      await run('npm', ['run', '--silent', 'package', '--', '--out', vsix], { cwd: root });
      const { size } = await stat(vsix);
      if (size > limit) throw new Error(`It has ${size} bytes; at most ${limit} were expected.`);
    },
  ],
  [
    'VS Code installs it',
    async () => {
      const entry = join(vscodeHome, 'cs/node_modules/code-server/out/node/entry.js');
      const node = join(vscodeHome, 'n24/node_modules/node/bin/node');
      const places = ['--config', join(folder, 'config.yaml'), '--user-data-dir', join(folder, 'data')];
      const { stdout } = await run(node, [
        entry,
        ...places,
        '--extensions-dir',
        extensions,
        '--install-extension',
        vsix,
      ]);
      if (!/successfully installed/.test(stdout)) throw new Error(stdout);
    },
  ],
  [
    'it holds every file that its manifest names',
    async () => {
      const installed = await installedFolder();
      const manifest = await readFile(join(installed, 'package.json'), 'utf8');
      const named = [...manifest.matchAll(/"((?:\.\/|media\/|dist\/)[^"]+)"/g)].map(([, path]) => path!);
      const missing = named.filter(path => !existsSync(join(installed, path)));
      if (named.length < 5 || missing.length > 0) throw new Error(`Missing: ${missing.join(', ')} of ${named.length}.`);
    },
  ],
  [
    'what was installed runs programs: models, pictures, fonts and emoji are all there',
    async () => {
      const cli = join(await installedFolder(), 'dist/cli.mjs');
      const photos = join(folder, 'photos');
      await cp(join(root, 'examples/photos'), photos, { recursive: true });
      const programs = (await readdir(photos)).filter(file => file.endsWith('.vprog')).map(file => join(photos, file));
      const env = { ...process.env, VPROG_HOME: join(folder, 'home') };
      await run(process.execPath, [cli, 'test', ...programs], { cwd: folder, env });
      await run(process.execPath, [cli, 'models', 'verify'], { cwd: folder, env });
    },
  ],
];

let passed = 0;
for (const [name, step] of steps) {
  try {
    await step();
    passed++;
    console.log(`passed ${name}`);
  } catch (error) {
    const { message, stdout = '' } = error as Error & { stdout?: string };
    console.error(`FAILED ${name}: ${message}\n${stdout}`);
    break;
  }
}
await rm(folder, { recursive: true, force: true, maxRetries: 5 });
console.log(`${passed} passed, ${steps.length - passed} failed`);
process.exitCode = passed === steps.length ? 0 : 1;
