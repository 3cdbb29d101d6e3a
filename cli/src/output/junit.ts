import type { Outcome } from '../tests.ts';

/** A file of programs that could not be read, and why. */
export interface UnreadFile {
  readonly file: string;
  readonly message: string;
}

/** A JUnit report: a suite for each file, times in seconds. */
export function junit(outcomes: readonly Outcome[], unread: readonly UnreadFile[]): string {
  const suites = [...Map.groupBy(outcomes, ({ file }) => file)].map(([file, cases]) => suite(file, cases));
  const all = [...suites, ...unread.map(unreadSuite)];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${all.join('')}</testsuites>\n`;
}

function suite(file: string, cases: readonly Outcome[]): string {
  const failures = cases.filter(({ ok }) => !ok).length;
  return [
    `  <testsuite name="${escapeXml(file)}" tests="${cases.length}" failures="${failures}" errors="0">\n`,
    ...cases.map(testcase),
    '  </testsuite>\n',
  ].join('');
}

const unreadSuite = ({ file, message }: UnreadFile): string =>
  [
    `  <testsuite name="${escapeXml(file)}" tests="1" failures="0" errors="1">\n`,
    `    <testcase classname="${escapeXml(file)}" name="can be read" time="0">\n`,
    `      <error message="${escapeXml(message)}"/>\n    </testcase>\n  </testsuite>\n`,
  ].join('');

function testcase({ file, cell, name, ok, ms, got, error }: Outcome): string {
  const open = `    <testcase classname="${escapeXml(`${file} cell ${cell}`)}" name="${escapeXml(name)}" time="${(ms / 1000).toFixed(3)}"`;
  if (ok) return `${open}/>\n`;
  return `${open}>\n      <failure message="${escapeXml(error?.message ?? `got ${got}`)}"/>\n    </testcase>\n`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for an attribute; characters that XML cannot hold become spaces. */
const escapeXml = (text: string): string =>
  text
    .replace(/[&<>"]/g, character => entities[character]!)
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ' ');
