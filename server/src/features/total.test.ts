import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edited, fixture } from '../testing/fixture.ts';
import { cells } from './cells.ts';
import { codeActions } from './codeActions.ts';
import { completion, folderToList } from './completion.ts';
import { definition } from './definition.ts';
import { documentLinks } from './documentLinks.ts';
import { documentSymbols } from './documentSymbols.ts';
import { foldingRanges } from './foldingRanges.ts';
import { formatting } from './formatting.ts';
import { highlights } from './highlights.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlayHints.ts';
import { references } from './references.ts';
import { rename } from './rename.ts';
import { semanticTokens } from './semanticTokens.ts';
import { signatureHelp } from './signatureHelp.ts';

/** Every feature answers, whatever the text and wherever the cursor. */
const pieces = [
  "BOX0 = LOC(image=IMAGE, object='dog')\n",
  "X = EVAL(expr='{BOX0} > 1 and not {X}')\n",
  'N0=COUNT(box=BOX0)',
  "A = VQA(image=LEFT, question='the man's hat')\r\n",
  '# @case IMAGE=a.jpg expect=yes\n',
  '# @image ',
  '# %% title\n',
  ...[
    "'",
    '"',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    '=',
    '==',
    '-',
    ' ',
    '\n',
    '\r',
    '\\',
    '#',
    '@',
    '.',
    'xor',
    '9',
    'ß',
    '🐕',
  ],
];
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map(parts => parts.join(''));

test('all features are total, and their places lie in the text', () => {
  fc.assert(
    fc.property(text, fc.nat(), (source, seed) => {
      const { analysis, environment } = fixture(`${source}$0`);
      const offset = seed % (source.length + 1);
      const whole = { start: 0, end: source.length };
      const inside = (spans: readonly { start: number; end: number }[]) => {
        for (const { start, end } of spans) expect(start >= 0 && start <= end && end <= source.length).toBe(true);
      };

      const items = completion(analysis, environment, offset, [{ name: 'a.jpg', folder: false }]);
      inside(items.map(({ span }) => span));
      for (const { span } of items) {
        // Editors take only edits that hold the cursor and stay on its line.
        expect(span.start <= offset && offset <= span.end).toBe(true);
        expect(source.slice(span.start, span.end)).not.toMatch(/[\r\n]/);
      }
      folderToList(analysis, offset);
      signatureHelp(analysis, environment, offset);
      inside([hover(analysis, environment, offset)?.span ?? whole]);
      inside(definition(analysis, offset)?.targets ?? []);
      inside(references(analysis, offset, true));
      inside(highlights(analysis, offset).map(({ span }) => span));
      const renamed = rename(analysis, environment, offset, 'NEW_NAME');
      if ('edits' in renamed) edited(source, renamed.edits);
      inside(cells(analysis).flatMap(({ span, steps }) => [span, ...steps.map(step => step.span)]));
      inside(documentSymbols(analysis).flatMap(({ span, nameSpan }) => [span, nameSpan]));
      inside(foldingRanges(analysis).map(({ span }) => span));
      inside(documentLinks(analysis).map(({ span }) => span));
      inside(codeActions(analysis, whole).flatMap(({ edits }) => edits.map(({ span }) => span)));
      inlayHints(analysis, whole);
      const formatted = edited(source, formatting(analysis));
      expect(formatting(fixture(`${formatted}$0`).analysis)).toEqual([]);

      const tokens = semanticTokens(analysis, environment).map(({ span }) => span);
      inside(tokens);
      for (const [index, { start }] of tokens.entries())
        expect(start).toBeGreaterThanOrEqual(tokens[index - 1]?.end ?? 0);
    }),
    { numRuns: 2000 },
  );
});
