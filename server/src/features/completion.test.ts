import { describe, expect, test } from 'vitest';
import { edited, fixture } from '../testing/fixture.ts';
import type { Completion } from './completion/completion.ts';
import { completion, folderToList } from './completion.ts';

const items = (marked: string, files: { name: string; folder: boolean }[] = []): readonly Completion[] => {
  const { analysis, environment, offset } = fixture(marked);
  const sorted = [...completion(analysis, environment, offset, files)];
  return sorted.sort((a, b) => (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : 0));
};
const labels = (marked: string, kind?: Completion['kind']): string[] =>
  items(marked)
    .filter(item => kind === undefined || item.kind === kind)
    .map(({ label }) => label);
/** The text after the completion with that label was taken. */
const taking = (marked: string, label: string): string => {
  const item = items(marked).find(each => each.label === label);
  return item === undefined
    ? 'not proposed'
    : edited(fixture(marked).text, [{ span: item.span, newText: item.insert }]);
};

const loc = "BOX0 = LOC(image=IMAGE, object='dog')\n";
const answers = `${loc}N0 = COUNT(box=BOX0)\nIMAGE0 = CROP(image=IMAGE, box=BOX0)\n`;

describe('modules', () => {
  test('all are proposed after =, those first that the newest result can feed', () => {
    const proposed = labels(`${loc}X = |`, 'module');
    expect(proposed).toHaveLength(26);
    expect(proposed.slice(0, 2)).toEqual(['COUNT', 'CROP']);
    expect(proposed.indexOf('LOC')).toBeGreaterThan(proposed.indexOf('TAG'));
  });

  test('after a number, those that compute with it', () => {
    expect(labels(`${loc}N0 = COUNT(box=BOX0)\nX = |`, 'module').slice(0, 2)).toEqual(['EVAL', 'RESULT']);
  });

  test('those that nothing can feed come last', () => {
    const proposed = labels('X = |', 'module');
    expect(proposed[0]).toBe('LOC');
    for (const name of ['COUNT', 'CROP', 'TAG', 'RESULT', 'EVAL'])
      expect(proposed.indexOf(name)).toBeGreaterThan(proposed.indexOf('READ'));
  });

  test('a module without a bound model says so and comes after the others', () => {
    const vqa = items('X = |').find(({ label }) => label === 'VQA');
    expect(vqa?.detail).toContain('no model');
    expect(labels('X = |').indexOf('VQA')).toBeGreaterThan(labels('X = |').indexOf('LOC'));
  });

  test.each([
    ['after =', 'X = |', 'LOC', `X = LOC(image=\${1:IMAGE}, object='$2')`],
    ['a half-typed name is replaced', 'X=LO|', 'LOC', `X=LOC(image=\${1:IMAGE}, object='$2')`],
    ['before brackets only the name', 'X=LO|(image=IMAGE)', 'LOC', 'X=LOC(image=IMAGE)'],
    ['on an empty line the whole step', '|', 'LOC', `\${1:BOX0} = LOC(image=\${2:IMAGE}, object='$3')`],
    ['with the next free name', `${loc}LO|`, 'LOC', `${loc}\${1:BOX1} = LOC(image=\${2:IMAGE}, object='$3')`],
    ['RESULT has no number', `${loc}|`, 'RESULT', `${loc}\${1:FINAL} = RESULT(var=\${2:BOX0})`],
    [
      'boxes keep the picture they were found in',
      `${answers}X = |`,
      'TAG',
      `${answers}X = TAG(image=\${1:IMAGE}, object=\${2:BOX0})`,
    ],
    ['the newest picture else', `${answers}X = |`, 'LOC', `${answers}X = LOC(image=\${1:IMAGE0}, object='$2')`],
  ])('%s', (_, marked, label, expected) => expect(taking(marked, label)).toBe(expected));

  test.each([
    ['a finished step', `${loc.trim()} |`],
    ['a comment', '# a comment |'],
    ['a target that is being renamed', 'BO|X = LOC(image=IMAGE)'],
    ['the middle of a question', "X = VQA(image=IMAGE, question='What is |')"],
  ])('none in %s', (_, marked) => expect(labels(marked)).toEqual([]));
});

describe('arguments', () => {
  test.each([
    ['all at first', 'X = LOC(|', ['image=', 'object=']],
    ['those still missing', 'X = LOC(image=IMAGE, |', ['object=']],
    ['also given after the cursor', "X = LOC(|, object='dog')", ['image=']],
    ['half typed', 'X = LOC(image=IMAGE, ob|', ['object=']],
    ['optional ones last', 'X = SELECT(|)', ['image=', 'object=', 'query=', 'category=']],
    ['over several lines', 'X = LOC(\n  image=IMAGE,\n  |\n)', ['object=']],
    ['none for a module that nobody knows', 'X = NOPE(|', []],
  ])('%s', (_, marked, expected) => expect(labels(marked, 'argument')).toEqual(expected));

  test('come with their best value', () => {
    expect(taking(`${loc}X = CROP(|)`, 'box=')).toBe(`${loc}X = CROP(box=\${1:BOX0})`);
    expect(taking('X = LOC(|)', 'object=')).toBe("X = LOC(object='$1')");
    expect(taking('X = SELECT(|)', 'query=')).toBe("X = SELECT(query='$1')");
    expect(taking('X = SELECT(|)', 'category=')).toBe(`X = SELECT(category=\${1:None})`);
  });

  test('an unfinished line above does not disturb', () => {
    expect(labels(`A = LOC(image=\n${loc}X = COUNT(|`, 'argument')).toEqual(['box=']);
  });
});

describe('variables', () => {
  test.each([
    ['best fit first', `${answers}X = CROP(image=IMAGE, box=|`, 'BOX0'],
    ['the newest of equal ones', `${answers}X = LOC(image=|`, 'IMAGE0'],
    ['by position', `${answers}X = CROP(IMAGE, |`, 'BOX0'],
    ['the newest for anything', `${loc}N0 = COUNT(box=BOX0)\nX = RESULT(var=|`, 'N0'],
    ['in a list', `${loc}X = COLORPOP(image=IMAGE, object=[|])`, 'BOX0'],
  ])('%s', (_, marked, first) => expect(labels(marked, 'variable')[0]).toBe(first));

  test('only those that have a value above, with their types', () => {
    const proposed = items(`${loc}X = COUNT(box=|)\nLATER = COUNT(box=BOX0)`);
    expect(proposed.find(({ label }) => label === 'BOX0')?.detail).toBe('list[Object]');
    expect(proposed.map(({ label }) => label)).not.toContain('LATER');
    expect(proposed.map(({ label }) => label)).not.toContain('X');
    expect(labels(`${loc}X = SELECT(image=IMAGE, |`)).not.toContain('X');
    expect(labels(`${loc}X = COUNT(\n  box=|\n)`)).not.toContain('X');
  });

  test('each cell has its own', () => {
    expect(labels(`# %%\n${loc}# %%\nX = COUNT(box=|)`, 'variable')).not.toContain('BOX0');
  });
});

describe('texts', () => {
  test('the labels that the bound model knows, then the words of LOC', () => {
    const known = ['person', 'cat', 'dog', 'car', 'TOP', 'BOTTOM', 'LEFT', 'RIGHT'];
    expect(labels("X = LOC(image=IMAGE, object='|')")).toEqual(known);
    expect(labels("X = LOC(image=IMAGE, object='c|")).toEqual(known);
    expect(labels('X = LOC(image=IMAGE, object=|)')).toContain("'dog'");
  });

  test('what stands in the quotes is replaced, and only that', () => {
    expect(taking("X = LOC(image=IMAGE, object='do|nkey')", 'dog')).toBe("X = LOC(image=IMAGE, object='dog')");
    expect(taking("X = LOC(image=IMAGE, object='d|", 'dog')).toBe("X = LOC(image=IMAGE, object='dog");
    expect(taking(`${loc}X = SELECT(image=IMAGE, object=BOX0, query='cat, d|')`, 'dog')).toBe(
      `${loc}X = SELECT(image=IMAGE, object=BOX0, query='cat, dog')`,
    );
  });

  test('names of emojis', () => {
    expect(labels(`${loc}X = EMOJI(image=IMAGE, object=BOX0, emoji='|')`)).toContain('winking_face');
  });

  test('a default', () => {
    expect(labels(`${loc}X = SELECT(image=IMAGE, object=BOX0, query='dog', category=|)`)).toContain('None');
  });
});

describe('expressions in EVAL', () => {
  test.each([
    ['in an empty text', "X = EVAL(expr='|')", "X = EVAL(expr='{N0}')"],
    ['after a brace', "X = EVAL(expr='{|')", "X = EVAL(expr='{N0}')"],
    ['between braces', "X = EVAL(expr='{|}')", "X = EVAL(expr='{N0}')"],
    ['in a half-typed name', "X = EVAL(expr='{N|} > 1')", "X = EVAL(expr='{N0} > 1')"],
    ['after an operator', "X = EVAL(expr='1 < |')", "X = EVAL(expr='1 < {N0}')"],
    ['without a closing quote', "X = EVAL(expr='{N|", "X = EVAL(expr='{N0}"],
  ])('a variable %s', (_, line, expected) => expect(taking(answers + line, '{N0}')).toBe(answers + expected));

  test('words of the language, but not between braces', () => {
    expect(labels("X = EVAL(expr='|')")).toContain('xor');
    expect(labels("X = EVAL(expr='{|}')")).not.toContain('xor');
  });
});

describe('directives', () => {
  test('names', () => {
    expect(labels('# @|')).toEqual(['question', 'image', 'input', 'expect', 'case', 'profile']);
    expect(taking('# @im|', 'image')).toBe('# @image $0');
    expect(taking('|', '# @image')).toBe('# @image $0');
    expect(labels(`${loc}|`)).not.toContain('# @image');
  });

  test.each([
    ['# @image |', ''],
    ['# @image pets/ca|', 'pets/'],
    ['# @input LEFT=../a/|', '../a/'],
    ['# @case IMAGE=x/|', 'x/'],
    ['# @question |', undefined],
    ['# @expect |', undefined],
    ['# @case IMAGE=a.jpg expect=|', undefined],
  ])('%s lists the folder %s', (marked, folder) => {
    const { analysis, offset } = fixture(marked);
    expect(folderToList(analysis, offset)).toBe(folder);
  });

  test('pictures and folders, nothing else', () => {
    const files = [
      { name: 'cat.JPG', folder: false },
      { name: 'notes.txt', folder: false },
      { name: 'pets', folder: true },
    ];
    expect(items('# @image c|', files).map(({ label }) => label)).toEqual(['cat.JPG', 'pets/']);
  });

  test('profiles and expected values', () => {
    expect(labels('# @profile |')).toEqual(['photos']);
    expect(labels('# @expect |').slice(0, 3)).toEqual(['yes', 'no', 'RESULT']);
  });
});
