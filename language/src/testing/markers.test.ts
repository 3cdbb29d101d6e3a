import { describe, expect, it } from 'vitest';
import { problem } from '../problems.ts';
import { compareMarkers, readMarkers, writeMarkers } from './markers.ts';

const text = 'foo\nX = LOC(\n';
const problems = [problem('VP109', { start: 0, end: 3 }, []), problem('VP101', { start: 11, end: 12 }, ['(', ')'])];

describe('markers', () => {
  it('are stripped without moving the text', () => {
    const fixture = 'foo\n^^^ VP109 not a step\nX = LOC(\n#      ^ VP101\n';
    expect(readMarkers(fixture).text).toBe(text);
    expect(readMarkers(fixture).marks).toMatchObject([
      { line: 0, character: 0, width: 3, code: 'VP109', message: 'not a step' },
      { line: 1, character: 7, width: 1, code: 'VP101', message: '' },
    ]);
  });

  it('written for problems are read back', () => {
    const written = writeMarkers(text, problems);
    const { expected, actual } = compareMarkers(written, problems);
    expect(actual).toBe(expected);
    expect(readMarkers(written).text).toBe(text);
  });

  it.each([
    ['a missing problem', 'foo\nX = LOC(\n'],
    ['one that is not there', `${writeMarkers(text, problems)}Y = 3\n^ VP109`],
    ['another place', 'foo\n^^ VP109\nX = LOC(\n#      ^ VP101'],
    ['another message', 'foo\n^^^ VP109 no such words\nX = LOC(\n#      ^ VP101'],
  ])('tell %s', (_, fixture) => {
    const { expected, actual } = compareMarkers(fixture, problems);
    expect(actual).not.toBe(expected);
  });
});
