import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { LineIndex } from './line-index.ts';

describe('LineIndex', () => {
  test.each([
    ['', [[0, 0, 0]]],
    [
      'ab\ncd',
      [
        [0, 0, 0],
        [2, 0, 2],
        [3, 1, 0],
        [5, 1, 2],
      ],
    ],
    [
      'a\r\nb\rc\n',
      [
        [1, 0, 1],
        [3, 1, 0],
        [5, 2, 0],
        [7, 3, 0],
      ],
    ],
    [
      'é😀x',
      [
        [3, 0, 3],
        [4, 0, 4],
      ],
    ],
  ])('%j', (text, places) => {
    const index = new LineIndex(text);
    for (const [offset, line, character] of places) {
      expect(index.positionAt(offset!)).toEqual({ line, character });
      expect(index.offsetAt({ line: line!, character: character! })).toBe(offset);
    }
  });

  it('takes a place beyond the text or a line for the nearest within', () => {
    const index = new LineIndex('ab\r\nc');
    expect(index.positionAt(99)).toEqual({ line: 1, character: 1 });
    expect(index.positionAt(-1)).toEqual({ line: 0, character: 0 });
    expect(index.offsetAt({ line: 0, character: 99 })).toBe(2);
    expect(index.offsetAt({ line: 9, character: 0 })).toBe(5);
    expect(index.offsetAt({ line: -1, character: 3 })).toBe(0);
  });

  it('goes there and back', () => {
    const text = fc.array(fc.constantFrom('a', '\n', '\r', '\r\n', '😀')).map(parts => parts.join(''));
    fc.assert(
      fc.property(text, fc.nat(), (written, seed) => {
        const index = new LineIndex(written);
        const offset = seed % (written.length + 1);
        const back = index.offsetAt(index.positionAt(offset));
        // Between the two halves of a line end there is no place.
        expect(back).toBe(written[offset - 1] === '\r' && written[offset] === '\n' ? offset - 1 : offset);
      }),
    );
  });
});
