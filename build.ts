/**
 * Bundles the programs of the project into dist/:
 *   node build.ts [--production] [--watch]
 * Native packages stay outside the bundles and are found in node_modules.
 */
import { globSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type BuildOptions, type BuildResult, build, context } from 'esbuild';

const { production, watch } = parseArgs({
  options: { production: { type: 'boolean', default: false }, watch: { type: 'boolean', default: false } },
}).values;

const shared: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  external: ['vscode', 'onnxruntime-node', 'sharp'],
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

/** An ES module that may hold CommonJS packages, which expect `require`. */
const program: BuildOptions = {
  ...shared,
  format: 'esm',
  mainFields: ['module', 'main'],
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
  },
};

const bundles: readonly BuildOptions[] = [
  // The extension host loads CommonJS.
  { ...shared, format: 'cjs', entryPoints: ['client/src/extension.ts'], outfile: 'dist/client.cjs' },
  { ...program, entryPoints: ['server/src/lsp/main.ts'], outfile: 'dist/server.mjs' },
  { ...program, entryPoints: ['runtime/src/process/main.ts'], outfile: 'dist/runtime.mjs' },
  // The runtime tries each device in a process of its own.
  { ...program, entryPoints: ['runtime/src/engines/onnx/probe-child.ts'], outfile: 'dist/probe.mjs' },
  { ...program, entryPoints: ['distill/src/process/main.ts'], outfile: 'dist/distill.mjs' },
  { ...program, entryPoints: ['distill/src/bench/main.ts'], outfile: 'dist/bench.mjs' },
  { ...program, entryPoints: ['cli/src/main.ts'], outfile: 'dist/cli.mjs' },
];

if (watch) {
  for (const bundle of bundles) await (await context({ ...bundle, logLevel: 'info' })).watch();
} else {
  await writeLicences(await Promise.all(bundles.map(bundle => build(bundle))));
  await chmod('dist/cli.mjs', 0o755);
}

/** Gathers the licences of the packages that went into the bundles, as most of them ask. */
async function writeLicences(results: readonly BuildResult[]): Promise<void> {
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  const folders = new Set(inputs.flatMap(path => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
  const texts = await Promise.all(
    [...folders].sort().map(async folder => {
      const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
      const files = globSync(`${folder}/{LICEN[CS]E,licen[cs]e,NOTICE}*`).sort();
      const bodies = await Promise.all(files.map(file => readFile(file, 'utf8')));
      return [`${name} ${version} (${license})`, ...bodies.map(body => body.trim())].join('\n\n');
    }),
  );
  await writeFile('dist/LICENSES.txt', `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}
