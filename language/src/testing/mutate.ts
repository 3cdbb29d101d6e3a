import fc from 'fast-check';
import { programs } from './programs.ts';

/** What a slip of the hand, a paste or a cut leaves behind. */
const fragment = fc.oneof(
  fc.constantFrom(
    ...'()[]{}\'"“”’,=.:;#@\\ \n\r\t\0',
    '\r\n',
    '# %%',
    '"""',
    ' and ',
    '{',
    "'s ",
    'X=LOC(',
    'EVAL(',
    '>>> ',
    '\ud800',
  ),
  fc.string({ unit: 'grapheme', maxLength: 5 }),
);
const edit = fc.record({ at: fc.nat(), remove: fc.nat({ max: 12 }), insert: fragment });

/** Real programs with up to eight edits. */
export const mutated: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...programs), fc.array(edit, { maxLength: 8 }))
  .map(([program, edits]) =>
    edits.reduce((text, { at, remove, insert }) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + insert + text.slice(start + remove);
    }, program),
  );
