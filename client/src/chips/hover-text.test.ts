import type { Step, Value } from '@vprog/runtime/protocol';
import { describe, expect, it } from 'vitest';
import type { Chip } from './chip.ts';
import { hoverMarkdown } from './hover-text.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } };
const found: Value = {
  type: 'list',
  repr: '[...]',
  value: [{ type: 'object', repr: '{}', value: { box: [1.4, 2, 3, 4], category: 'cat', score: 0.913 } }],
};
const chip = (more: Partial<Step>, state: Chip['state'] = 'done'): Chip => ({
  cell: 0,
  key: 'k',
  span: { start: 0, end: 5 },
  state,
  text: '',
  step: {
    index: 0,
    key: 'k',
    line: 0,
    range,
    text: '',
    name: 'BOX0',
    module: 'LOC',
    args: [],
    ms: 84,
    modelMs: 71,
    cached: false,
    warnings: [],
    ...more,
  },
});
const picture = { uri: 'data:image/svg+xml;base64,AAAA', width: 320, height: 200 };

describe('the hover', () => {
  it('shows picture, value, objects, model, device, time and state, and what can be done', () => {
    const model = { id: 'nanodet', sha256: '0123456789abcdef' };
    const text = hoverMarkdown(chip({ output: found, model, provider: 'cpu' }, 'cached'), picture, [
      'file:///a',
      0,
      'k',
    ]);
    expect(text).toContain('](data:image/svg+xml;base64,AAAA|width=320,height=200)');
    expect(text).toContain('list&#91;Object&#93;');
    expect(text).toContain('| 0 | cat | 0.91 | 1, 2, 3, 4 |');
    expect(text).toContain('nanodet `01234567` · cpu · 84 ms (model 71 ms)<br>taken from the cache');
    for (const command of ['copyValue', 'copyJson', 'saveImage', 'clearStep'])
      expect(text).toContain(`](command:vprog.${command}?%5B%22file%3A%2F%2F%2Fa%22%2C0%2C%22k%22%5D)`);
  });

  it('names the version of a model, and offers to distill a module that can learn', () => {
    const model = { id: 'blazeface_front@2', sha256: '0123456789abcdef' };
    const text = hoverMarkdown(chip({ module: 'FACEDET', output: found, model }), undefined, ['file:///a', 0, 'k']);
    expect(text).toContain('blazeface&#95;front, version 2 `01234567`');
    expect(text).toContain('[Distill FACEDET…](command:vprog.distill?%5B%22file%3A%2F%2F%2Fa%22%2C0%2C%22k%22%5D)');
    expect(hoverMarkdown(chip({ output: found }), undefined, [])).not.toContain('vprog.distill');
  });

  it('says so when the picture is gone or the result is out of date', () => {
    expect(hoverMarkdown(chip({ output: found }), 'gone', [])).toContain('no longer in memory');
    expect(hoverMarkdown(chip({ output: found }, 'stale'), undefined, [])).toContain('out of date');
  });

  it('shows an error and its code', () => {
    const error = { code: 'VP501', name: 'x', severity: 'error' as const, message: 'No model answers.', range };
    const text = hoverMarkdown(chip({ error }, 'failed'), undefined, []);
    expect(text).toContain('**VP501** No model answers&#46;');
    expect(text).not.toContain('copyValue');
  });

  it.each([
    '[click](command:evil)',
    '![x](http://h/i.png)',
    '<img src=x>',
    '$(gear)',
    '`code`',
    '**bold**',
    '&lt;b&gt;',
  ])('shows %s in a warning as it is written', text => {
    const shown = hoverMarkdown(chip({ warnings: [text] }), undefined, [])
      .split('\n\n')[0]!
      .replace('$(warning) ', '');
    expect(shown).not.toMatch(/[[\]()<>`*$!]/);
    const decoded = shown.replace(/&#(\d+);/g, (_, number) => String.fromCharCode(Number(number)));
    expect(decoded).toBe(text);
  });

  it('quotes text with backticks so that they do not end the code', () => {
    const output: Value = { type: 'str', value: 'a``b', repr: "'a``b'" };
    expect(hoverMarkdown(chip({ output }), undefined, [])).toContain("``` 'a``b' ```");
  });
});
