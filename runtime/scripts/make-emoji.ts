/**
 * Takes the smileys out of the icon set Noto Emoji into runtime/assets/emoji/smileys.json, which EMOJI draws from:
 * `node runtime/scripts/make-emoji.ts` after a new version of @iconify-json/noto.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

interface IconSet {
  readonly width: number;
  readonly height: number;
  readonly icons: Readonly<Record<string, { readonly body: string }>>;
  readonly aliases: Readonly<Record<string, { readonly parent: string }>>;
}

const require = createRequire(import.meta.url);
const read = (file: string) => JSON.parse(readFileSync(require.resolve(`@iconify-json/noto/${file}`), 'utf8'));

const set = read('icons.json') as IconSet;
const { categories } = read('metadata.json') as { categories: Record<string, string[]> };
const grouped = new Set(Object.values(categories).flat());
// Drawings under names that Unicode has given up since, such as hugging-face, are in no group.
const former = Object.keys(set.icons).filter(name => !grouped.has(name) && /(^|-)face(-|$)/.test(name));
const chosen = new Set([...categories['Smileys & Emotion']!, ...former]);

const svg = Object.fromEntries([...chosen].sort().map(name => [name, set.icons[name]!.body]));
const aliases = Object.fromEntries(
  Object.entries(set.aliases)
    .filter(([, { parent }]) => chosen.has(parent))
    .map(([alias, { parent }]) => [alias, parent])
    .sort(),
);

const target = join(import.meta.dirname, '../assets/emoji/smileys.json');
writeFileSync(target, `${JSON.stringify({ width: set.width, height: set.height, svg, aliases })}\n`);
console.log(`${target}: ${chosen.size} smileys, ${Object.keys(aliases).length} aliases`);
