import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const text = read('package.json');
const manifest = JSON.parse(text);
const strings: Record<string, string> = JSON.parse(read('package.nls.json'));
const sources = globSync('client/src/**/*.ts', { cwd: root, exclude: ['**/*.test.ts'] }).map(read);
const contributes = manifest.contributes;

const matches = (source: string, pattern: RegExp) => [...source.matchAll(pattern)].map(([, found]) => found);
const all = (pattern: RegExp) => [...new Set(sources.flatMap(source => matches(source, pattern)))].sort();

describe('the manifest and the code', () => {
  const declared = contributes.commands.map(({ command }: { command: string }) => command).sort();

  it('have the same commands', () => expect(all(/id: '(vprog\.\w+)'/g)).toEqual(declared));

  it('bind, list and link only commands that there are', () => {
    const menus = Object.values(contributes.menus).flat() as { command: string }[];
    const used = [...menus, ...contributes.keybindings].map(({ command }) => command);
    const linked = Object.values(strings).flatMap(string => matches(string, /\]\(command:(vprog\.\w+)/g));
    for (const command of [...used, ...linked]) expect(declared).toContain(command);
  });

  it('have the same settings', () => {
    const settings = Object.keys(contributes.configuration.properties).filter(key => key !== 'vprog.trace.server');
    const asked = all(/\.get(?:<\w+>)?\('([\w.]+)'/g).map(key => `vprog.${key}`);
    expect([...new Set(asked)].sort()).toEqual(settings.sort());
  });

  it('have the same colours, each for all four kinds of themes', () => {
    const states = ['done', 'cached', 'running', 'failed', 'stale'].map(state => `vprog.result.${state}Foreground`);
    const ids = contributes.colors.map(({ id }: { id: string }) => id);
    expect(ids.sort()).toEqual([...states, 'vprog.result.background', 'vprog.result.border'].sort());
    for (const { defaults } of contributes.colors)
      expect(Object.keys(defaults)).toEqual(['dark', 'light', 'highContrast', 'highContrastLight']);
  });

  it('have a context key for every one that a condition names', () => {
    const named = [
      ...new Set(
        matches(
          JSON.stringify([contributes.menus, contributes.keybindings, contributes.commands]),
          /(?<!")\b(vprog\.(?:hasResults|running)\b)/g,
        ),
      ),
    ];
    const set = all(/set\('(vprog\.\w+)'/g);
    expect(set).toEqual(expect.arrayContaining(named));
  });
});

describe('the manifest', () => {
  it('takes every string for people from package.nls.json, and leaves none there', () => {
    const used = matches(text, /"%([^%"]+)%"/g).sort();
    expect(Object.keys(strings).sort()).toEqual([...new Set(used)]);
    const plain = matches(text, /"(?:title|description|markdownDescription|altText)": "([^%][^"]*)"/g);
    expect(plain.filter(string => string !== 'VProg')).toEqual([]);
  });

  it('names files that are there', () => {
    const paths = [
      ...new Set(
        matches(JSON.stringify([manifest.icon, contributes]), /"(?:\.\/)?((?:media|syntaxes|language)\/[^"]+)"/g),
      ),
    ];
    expect(paths.length).toBeGreaterThan(8);
    expect(paths.filter(path => !existsSync(join(root, path!)))).toEqual([]);
  });

  it('keeps the number of walkthrough steps and of commands in the palette small', () => {
    expect(contributes.walkthroughs[0].steps.length).toBeLessThanOrEqual(5);
    const hidden = contributes.menus.commandPalette.filter(({ when }: { when: string }) => when === 'false');
    expect(contributes.commands.length - hidden.length).toBeLessThanOrEqual(15);
  });
});
