import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, sources } from './sources.ts';

const others = globSync('{tests,syntaxes,media,.ci}/**/*.{ts,js,mjs,sh}', { cwd: root, exclude: ['tests/fixtures/**'] })
  .concat(globSync('*.ts', { cwd: root }))
  .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const files = [...sources(), ...others].map(({ path, text }) => ({ path, text, lines: text.split('\n').length - 1 }));

test('no file is longer than 400 lines but where its header says why', () => {
  const header = (text: string) => text.slice(0, 600);
  const long = files.filter(({ lines, text }) => lines > 400 && !/\bLong because\b/.test(header(text)));
  expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([]);
});

test('the median file has under 100 lines', () => {
  const sorted = files.map(({ lines }) => lines).sort((a, b) => a - b);
  expect(sorted[sorted.length >> 1]).toBeLessThan(100);
});
