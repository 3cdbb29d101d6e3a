import { describe, expect, test } from 'vitest';
import { bool, int, list, none, object, type RuntimeValue, str } from '../values.ts';
import { implementations } from './index.ts';
import { black, box, objectsIn, run, thing, things } from './testing.ts';

describe('COUNT', () => {
  const dog = thing('dog', box(0, 0, 1, 1));
  test.each<readonly [string, RuntimeValue, number]>([
    ['an empty list', list([]), 0],
    ['objects', things(dog, dog, dog), 3],
    ['a tuple', { type: 'tuple', items: [int(1), int(2)] }, 2],
    ['a set', { type: 'set', items: [int(1)] }, 1],
    ['a dict', { type: 'dict', entries: [[int(1), int(2)]] }, 1],
    ['the characters of a text', str('naïve 😀'), 7],
    ['one object', object(dog), 1],
    ['one box', { type: 'box', box: dog.box }, 1],
  ])('counts %s', async (_, value, expected) => {
    expect((await run('COUNT', { box: value })).output).toEqual(int(expected));
  });
  test.each([int(3), none, bool(true), black])('does not count %o', async value => {
    await expect(run('COUNT', { box: value })).rejects.toMatchObject({ code: 'VP703', exception: 'TypeError' });
  });
});

test.each([
  ['EVAL', 'expr'],
  ['RESULT', 'var'],
])('%s hands its argument on; a picture is shown', async (name, argument) => {
  expect(await run(name, { [argument]: str('yes') })).toMatchObject({ output: str('yes'), shown: undefined });
  const { output, shown } = await run(name, { [argument]: black });
  expect(output).toBe(black);
  expect(shown!.picture.region).toEqual(box(0, 0, 64, 48));
});

describe('SELECT', () => {
  const [dog, cat, person, sky] = ['dog', 'Cat', 'person', 'sky-other-merged'].map((name, i) =>
    thing(name, box(i, 0, i + 1, 1)),
  ) as [ReturnType<typeof thing>, ReturnType<typeof thing>, ReturnType<typeof thing>, ReturnType<typeof thing>];
  const second = thing('dog', box(9, 0, 10, 1));
  const all = things(dog, cat, second, person, sky);
  const select = (query: string, category: RuntimeValue = none, from = all) =>
    run('SELECT', { image: black, object: from, query: str(query), category });

  test.each([
    ['dog', [dog, second]],
    ['cat', [cat]],
    ['sky', [sky]],
    [' person , DOG ', [person, dog, second]],
    ['dog,dog', [dog, second]],
    ['dog,unicorn', [dog, second]],
    ['dogs', [dog, second]],
    ['people', [person]],
    ['objects', [dog, cat, second, person, sky]],
  ])('%s by name', async (query, expected) => {
    const { output, warnings, shown } = await select(query);
    expect(objectsIn(output)).toEqual(expected);
    expect(warnings).toEqual([]);
    expect(shown!.shapes).toHaveLength(expected.length);
  });

  test('category narrows, a single object left is the answer', async () => {
    const only = await select('Barack Obama', str('person'));
    expect(objectsIn(only.output)).toEqual([person]);
    expect(only.warnings).toEqual(['The only choice, person, was taken for Barack Obama unseen.']);
    expect(objectsIn((await select('dog', str('dog'))).output)).toEqual([dog, second]);
    expect(objectsIn((await select('', str('dog, person'))).output)).toEqual([dog, second, person]);
    expect(objectsIn((await select('', list([str('cat')]))).output)).toEqual([cat]);
  });
  test('a single object of a broader kind is the answer, with a warning', async () => {
    const { output, warnings } = await select('woman');
    expect(objectsIn(output)).toEqual([person]);
    expect(warnings).toEqual(['The only choice, person, was taken for woman unseen.']);
  });
  test('lists of several steps may stand in a list', async () => {
    const { output } = await select('dog', none, list([things(dog, cat), things(second)]));
    expect(objectsIn(output)).toEqual([dog, second]);
  });
  test('a category is compared whole, and nothing of it keeps all with a warning', async () => {
    const { output, warnings } = await select('dog', str('catalogue'));
    expect(objectsIn(output)).toEqual([dog, second]);
    expect(warnings).toEqual(['Nothing is of the category catalogue, so the query chose among all objects.']);
  });
  test('names of any length make short warnings', async () => {
    const { warnings } = await select('x'.repeat(10_000), str('y'.repeat(10_000)), things(dog));
    expect(warnings.map(warning => warning.length < 150)).toEqual([true, true]);
  });
  test('no objects give none, with a warning', async () => {
    const { output, warnings } = await select('dog', none, things());
    expect(objectsIn(output)).toEqual([]);
    expect(warnings).toHaveLength(1);
  });
  test.each([
    ['unicorn', none],
    ['puppy', none],
    ['woman, pony', none],
    ['old dog', str('dog')],
  ])('%s needs a model to compare with', async (query, category) => {
    await expect(select(query, category)).rejects.toMatchObject({ code: 'VP501', message: 'no model for match' });
  });
});

test.each([
  ['VQA', 'answer'],
  ['REPLACE', 'inpaint'],
  ['LIST', 'knowledge'],
  ['CLASSIFY', 'match'],
])('%s asks for a model of %s', async (name, capability) => {
  const args = { image: black, object: things(thing('dog', box(0, 0, 1, 1))) };
  await expect(run(name, args)).rejects.toMatchObject({ code: 'VP501', message: `no model for ${capability}` });
  expect(implementations.get(name)!.capabilities).toEqual([capability]);
});

test('CLASSIFY of no objects is none', async () => {
  expect(objectsIn((await run('CLASSIFY', { image: black, object: things() })).output)).toEqual([]);
});
