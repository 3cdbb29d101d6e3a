import { describe, expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { hover } from './hover.ts';
import { signatureHelp } from './signatureHelp.ts';

const at = (marked: string) => {
  const { analysis, environment, offset, text } = fixture(marked);
  const found = hover(analysis, environment, offset);
  return found && { text: text.slice(found.span.start, found.span.end), markdown: found.markdown };
};

describe('hover', () => {
  test('a module: signature, documentation, example, and the model with what it is good for', () => {
    const found = at("X = L|OC(image=IMAGE, object='dog')");
    expect(found?.text).toBe('LOC');
    for (const part of [
      'LOC(image: Image, object: str) -> list[Object]',
      'Example',
      'Small detector',
      'Good for: Large',
    ])
      expect(found?.markdown).toContain(part);
  });

  test('a module without a model says what to do', () => {
    expect(at("X = V|QA(image=IMAGE, question='?')")?.markdown).toContain('VQA cannot run: no model is bound');
  });

  test('an argument', () => {
    expect(at("X = LOC(image=IMAGE, ob|ject='dog')")).toMatchObject({
      text: 'object',
      markdown: expect.stringContaining('object: str'),
    });
  });

  test('a variable: its type and the step that gave it', () => {
    const found = at("B = LOC(image=IMAGE, object='dog')\nN = COUNT(box=|B)");
    expect(found?.markdown).toContain('B: list[Object]');
    expect(found?.markdown).toContain("B = LOC(image=IMAGE, object='dog')");
    expect(at("B = LOC(image=IMAGE, object='dog')\nN = COUNT(box=B)\nX = EVAL(expr='{|N} > 1')")?.markdown).toContain(
      'N: int',
    );
  });

  test('of two assignments, the one above', () => {
    const found = at('A = COUNT(box=IMAGE)\nA = READ(image=IMAGE)\nX = RESULT(var=|A)');
    expect(found?.markdown).toContain('A: str');
  });

  test('an input: where it comes from', () => {
    expect(at('# @image cat.jpg\nX = READ(image=IM|AGE)')?.markdown).toContain('cat.jpg');
    expect(at('X = READ(image=IM|AGE)')?.markdown).toContain('No directive');
  });

  test('a directive', () => expect(at('# @exp|ect yes')?.markdown).toContain('@expect VALUE'));

  test.each(["X = LOC(image=IMAGE, object='d|og')", '# a comm|ent', 'X =| READ(image=IMAGE)', '|'])(
    'nothing at %s',
    marked => expect(at(marked)).toBeUndefined(),
  );
});

describe('signature help', () => {
  const help = (marked: string) => {
    const { analysis, environment, offset } = fixture(marked);
    const found = signatureHelp(analysis, environment, offset);
    const active = found?.active === undefined ? undefined : found.parameters[found.active];
    return found && active && found.label.slice(active.start, active.end);
  };

  test.each([
    ['X = LOC(|', 'image: Image'],
    ['X = LOC(image=IMAGE, |)', 'object: str'],
    ["X = LOC(object='do|g')", 'object: str'],
    ["X = LOC(object='dog', image=|", 'image: Image'],
    ["X = SELECT(image=IMAGE, object=[A, |], query='a')", /^object: /],
    ["X = EVAL(expr='{N|')", /^expr: /],
  ])('%s', (marked, expected) => expect(help(marked)).toMatch(expected));

  test.each(['X = LOC|', 'X = LOC(image=IMAGE) |', 'X = NOPE(|', '# LOC(|'])('none at %s', marked =>
    expect(help(marked)).toBeUndefined(),
  );
});
