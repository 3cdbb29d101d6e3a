import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DistillError } from '../errors.ts';
import { heldOutSources, type Splittable } from './split.ts';

const sourceNames = fc.constantFrom(...'abcdefgh');
const items = fc.array(fc.record({ source: sourceNames, found: fc.boolean() }), { minLength: 1, maxLength: 40 });

/** Sources of the items, those on which something was found and the others. */
function kindsOf(list: readonly Splittable[]) {
  const having = new Set(list.filter(({ found }) => found).map(({ source }) => source));
  return { having, rest: new Set(list.map(({ source }) => source).filter(source => !having.has(source))) };
}

test('there is something to find on both sides, and a third of each kind is held out', () => {
  fc.assert(
    fc.property(items, fc.integer(), (list, seed) => {
      const { having, rest } = kindsOf(list);
      fc.pre(having.size >= 2);
      const held = heldOutSources(list, seed, 'face');
      const heldOf = (sources: ReadonlySet<string>) => [...sources].filter(source => held.has(source)).length;
      expect(heldOf(having)).toBe(Math.max(1, Math.round(having.size / 3)));
      expect(having.size - heldOf(having)).toBeGreaterThan(0);
      expect(heldOf(rest)).toBe(Math.round(rest.size / 3));
      expect(held.size).toBe(heldOf(having) + heldOf(rest));
    }),
  );
});

test('it depends on the sources and the seed only, not on their order or how often they come', () => {
  fc.assert(
    fc.property(items, fc.integer(), (list, seed) => {
      fc.pre(kindsOf(list).having.size >= 2);
      const held = heldOutSources(list, seed, 'face');
      expect(heldOutSources([...list, ...list].reverse(), seed, 'face')).toEqual(held);
    }),
  );
});

test('another seed holds out others', () => {
  const list = [...'abcdef'].map(source => ({ source, found: true }));
  const splits = Array.from({ length: 20 }, (_, seed) => [...heldOutSources(list, seed, 'face')].sort().join());
  expect(new Set(splits).size).toBeGreaterThan(5);
});

test.each<[string, readonly Splittable[], RegExp]>([
  ['nothing was found on one', [{ source: 'a', found: false }], /the teacher found no face on the one input/],
  [
    'nothing was found on several',
    [...'abc'].map(source => ({ source, found: false })),
    /the teacher found no face on any of 3 inputs/,
  ],
  [
    'something was found on one source',
    [
      { source: 'a', found: true },
      { source: 'a', found: true },
      { source: 'b', found: false },
    ],
    /found a face on one source of photos only/,
  ],
])('%s: says what to add', (_, list, message) => {
  const failing = () => heldOutSources(list, 1, 'face');
  expect(failing).toThrow(DistillError);
  expect(failing).toThrow(message);
  expect(failing).toThrow(/Add photos that show a face, from at least two sources\.$/);
});
