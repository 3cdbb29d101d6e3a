import { describe, expect, test } from 'vitest';
import { findLabel } from './find.ts';
import { irregular, otherThings, related, synonyms } from './synonyms.ts';

const coco = Object.keys(synonyms);
const labelOf = (phrase: string): string | null | undefined => {
  const result = findLabel(phrase, coco);
  return 'label' in result ? result.label : undefined;
};

describe('a phrase that means a label', () => {
  test.each([
    ['dog', 'dog'],
    ['Dogs', 'dog'],
    ['  the DOG. ', 'dog'],
    ['woman', 'person'],
    ['women', 'person'],
    ['people', 'person'],
    ['baseball players', 'person'],
    ['mug', 'cup'],
    ['mugs', 'cup'],
    ['motorbikes', 'motorcycle'],
    ['sofa', 'couch'],
    ['television', 'tv'],
    ['planes', 'airplane'],
    ['bikes', 'bicycle'],
    ['puppies', 'dog'],
    ['kitten', 'cat'],
    ['lambs', 'sheep'],
    ['sheep', 'sheep'],
    ['mice', 'mouse'],
    ['knives', 'knife'],
    ['buses', 'bus'],
    ['wine glasses', 'wine glass'],
    ['hot dogs', 'hot dog'],
    ['scissors', 'scissors'],
    ['pair of scissors', 'scissors'],
    ['ski', 'skis'],
    ['red car', 'car'],
    ['old red sports car', 'car'],
    ['black and white dog', 'dog'],
    ['man in a red shirt', 'person'],
    ['cup of coffee', 'cup'],
    ['a group of people', 'person'],
    ['bow tie', 'tie'],
    ['polar bear', 'bear'],
  ])('%s is found as %s', (phrase, label) => expect(labelOf(phrase)).toBe(label));

  test('words for everything mean all objects', () => {
    for (const phrase of ['object', 'objects', 'thing', 'things', 'the objects']) expect(labelOf(phrase)).toBe(null);
  });

  test('a note says where more is found than was asked for, and only there', () => {
    const note = (phrase: string): string | undefined => {
      const result = findLabel(phrase, coco);
      return 'label' in result ? result.note : 'no label';
    };
    expect(note('sofas')).toBeUndefined();
    expect(note('The dog')).toBeUndefined();
    expect(note('woman')).toContain('every person');
    expect(note('red car')).toContain('every car');
  });
});

describe('a phrase that means something else', () => {
  test.each([
    ...otherThings,
    'flower',
    'glasses',
    'dog house',
    'cat food',
    'toy car',
    'stuffed dog',
    'statue of a man',
    'picture of a dog',
    'bus stop',
    'street sign',
    'dog and cat',
    'elefant',
    'constructor',
    '__proto__',
    'TOP',
    '',
    ' ',
    '...',
  ])('%s has no label', phrase => expect(labelOf(phrase)).toBeUndefined());

  test('the hint names the nearest labels and an open-vocabulary model', () => {
    expect(findLabel('elefant', coco)).toEqual({
      hint: expect.stringMatching(/'elefant'.*'elephant'.*Xenova\/owlvit-base-patch32/),
      nearest: ['elephant'],
    });
    expect(findLabel('flowers', coco)).toMatchObject({ nearest: ['potted plant', 'vase'] });
    expect(findLabel('dog and cat', coco)).toMatchObject({ nearest: ['dog', 'cat'] });
  });

  test('a synonym counts only where the detector has the label', () => {
    expect(findLabel('woman', ['cat', 'dog'])).toHaveProperty('hint');
    expect(findLabel('face', ['face'])).toEqual({ label: 'face' });
  });

  test('a phrase of any length has a short answer', () => {
    const result = findLabel(`dog ${'very '.repeat(200_000)}dog`, coco);
    expect('hint' in result && result.hint.length).toBeLessThan(300);
  });
});

describe('the table', () => {
  const words = Object.values(synonyms).flatMap(({ same = '', kinds = '' }) => `${same}, ${kinds}`.split(', '));

  test('names each thing once, and never hides a label', () => {
    const given = words.filter(word => word !== '');
    expect(given.filter((word, index) => given.indexOf(word) !== index)).toEqual([]);
    expect(given.filter(word => coco.includes(word))).toEqual([]);
    expect(coco).toHaveLength(80);
  });

  test('has a use for each word of its helpers', () => {
    const known = new Set([...coco, ...words]);
    expect(Object.values(irregular).filter(word => !known.has(word))).toEqual([]);
    expect(
      Object.values(related)
        .flatMap(list => list.split(', '))
        .filter(label => !coco.includes(label)),
    ).toEqual([]);
  });
});
