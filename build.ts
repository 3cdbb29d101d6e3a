/**
 * Bundles the four programs of the project into dist/:
 *   node build.ts [--production] [--watch]
 * Native packages stay outside the bundles and are found in node_modules.
 */
import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type BuildOptions, build, context } from 'esbuild';

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
  legalComments: 'linked',
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

const bundles: readonly (BuildOptions & { readonly entryPoints: [string]; readonly outfile: string })[] = [
  // The extension host loads CommonJS.
  { ...shared, format: 'cjs', entryPoints: ['client/src/extension.ts'], outfile: 'dist/client.cjs' },
  { ...program, entryPoints: ['server/src/lsp/main.ts'], outfile: 'dist/server.mjs' },
  { ...program, entryPoints: ['runtime/src/process/main.ts'], outfile: 'dist/runtime.mjs' },
  { ...program, entryPoints: ['cli/src/main.ts'], outfile: 'dist/cli.mjs' },
];

const ready = bundles.filter(({ entryPoints: [entry] }) => existsSync(entry));
for (const bundle of bundles) if (!ready.includes(bundle)) console.warn(`${bundle.entryPoints[0]} is not there yet.`);

if (watch) {
  for (const bundle of ready) await (await context({ ...bundle, logLevel: 'info' })).watch();
} else {
  await Promise.all(ready.map(bundle => build(bundle)));
  if (existsSync('dist/cli.mjs')) await chmod('dist/cli.mjs', 0o755);
}
