import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { check } from '../check.ts';
import { resolveEnvironment } from '../config/environment.ts';
import { parseConfig } from '../config/parse.ts';
import { parse } from '../parse.ts';
import type { Problem } from '../problem.ts';
import { problemKind, problemTable } from '../problems.ts';
import { testEnvironment } from '../testing/environment.ts';
import { readMarkers } from '../testing/markers.ts';

const root = new URL('../../../', import.meta.url);
const pages = new URL('docs/problems/', root);
const kinds = Object.entries(problemTable).map(([code, { name, severity, fixable }]) => ({
  code,
  name,
  severity,
  fixable,
}));

/** What the fixtures of the parser and of the checker have. */
const folder = new URL('language/fixtures/', root);
const fixtures = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.vprog'))
  .flatMap(name => problemsOf(readMarkers(readFileSync(new URL(name, folder), 'utf8')).text));

function problemsOf(text: string): readonly Problem[] {
  return check(parse(text), testEnvironment).problems;
}

/** Reported by the runtime, or by what reads vprog.json: their own tests show them. */
const elsewhere = /^VP(?:7\d\d|50[345]|52[012356])$/;
/** Only texts of great length or depth have them. */
const limits = /^VP(?:113|199|299)$/;

test('codes and names are unique and well formed', () => {
  for (const { code, name } of kinds) {
    expect(code).toMatch(/^VP[1-7]\d\d$/);
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  }
  expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
});

describe('fixtures', () => {
  const inFixtures = kinds.filter(({ code }) => !elsewhere.test(code) && !limits.test(code));
  test.each(inFixtures)('have $code $name', ({ code }) => {
    expect(fixtures.map(found => found.code)).toContain(code);
  });

  test.each(kinds.filter(({ code, fixable }) => fixable && !elsewhere.test(code)))(
    'show a fix of $code',
    ({ code }) => {
      expect(fixtures.filter(found => found.code === code).flatMap(({ fixes = [] }) => fixes)).not.toEqual([]);
    },
  );

  test('show no fix that the table does not announce', () => {
    const announced = new Set(kinds.filter(({ fixable }) => fixable).map(({ code }) => code));
    expect(fixtures.filter(({ code, fixes }) => fixes !== undefined && !announced.has(code))).toEqual([]);
  });
});

describe('the manual', () => {
  test('has a page for each problem and no other', () => {
    const names = kinds.map(({ code }) =>
      problemKind(code as `VP${number}`)
        ?.page.split('/')
        .at(-1),
    );
    expect(readdirSync(pages).sort()).toEqual([...names, 'README.md'].sort());
  });

  test('lists each problem', () => {
    const index = readFileSync(new URL('README.md', pages), 'utf8');
    for (const { code, name, severity } of kinds) {
      expect(index).toContain(`| [${code}](${code}-${name}.md) | ${name} | ${severity} |`);
    }
  });

  describe.each(kinds)('on $code $name', ({ code, name, severity, fixable }) => {
    const page = readFileSync(new URL(`${code}-${name}.md`, pages), 'utf8');
    const blocks = [...page.matchAll(/```(\w+)\n(.*?)\n```/gs)].map(([, language, text]) => ({
      language,
      text: text!,
    }));

    test('says how bad it is', () => {
      const word = `${severity[0]!.toUpperCase()}${severity.slice(1)}`;
      expect(page).toMatch(new RegExp(`^# ${code} ${name}\n\n${word}${fixable ? ', with a quick fix' : ''}\\. `));
    });

    test('shows it, and how it goes away', () => {
      const codes = blocks
        .map(({ language, text }) => (language === 'json' ? configProblems(text) : problemsOf(text)))
        .map(problems => problems.map(found => found.code));
      if (codes[0] !== undefined) expect(codes[0]).toContain(code);
      if (codes[1] !== undefined) expect(codes[1]).not.toContain(code);
      if (!elsewhere.test(code) && !limits.test(code) && code !== 'VP502') expect(codes).not.toEqual([]);
    });
  });
});

function configProblems(text: string): readonly Problem[] {
  const { config, problems } = parseConfig(text);
  if (config === undefined) return problems;
  const models = Object.values(testEnvironment.models);
  const cards = models.flatMap(({ card, parts = {} }) => [card, ...Object.values(parts)]);
  return [...problems, ...resolveEnvironment({ cards, config, present: () => true }).problems];
}
