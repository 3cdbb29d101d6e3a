import type { Step, Trace } from '@vprog/runtime/protocol';
import type { CellOutline } from '@vprog/server/protocol';
import { describe, expect, it } from 'vitest';
import {
  apply,
  begin,
  type CellResults,
  type Edit,
  edit,
  finish,
  isStale,
  outdate,
  reconcile,
  without,
} from './results.ts';

/** A text whose steps are lines `KEY=...`; `%%` begins a cell. The key is the line itself, as if nothing depended on it. */
function outline(text: string, path?: string): CellOutline[] {
  const cells: CellOutline[] = [];
  let steps: CellOutline['steps'][number][] = [];
  let start = 0;
  const lines = text.split('\n');
  const close = (end: number) => {
    const range = { start: { line: start, character: 0 }, end: { line: end, character: lines[end]?.length ?? 0 } };
    const inputs = [{ name: 'IMAGE', ...(path === undefined ? {} : { path }) }];
    cells.push({ index: cells.length, form: 'step', range, lensLine: start, inputs, steps });
    steps = [];
    start = end + 1;
  };
  lines.forEach((line, number) => {
    if (line === '%%' && number > start) close(number - 1);
    if (!line.includes('=')) return;
    const range = { start: { line: number, character: 0 }, end: { line: number, character: line.length } };
    steps.push({ range, key: line, name: line, module: 'M' });
  });
  close(lines.length - 1);
  return cells;
}

const offsetsIn =
  (text: string) =>
  ({ line, character }: { line: number; character: number }): number =>
    text.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;

const step = (key: string, more: Partial<Step> = {}): Step => ({
  index: 0,
  key,
  line: 0,
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  text: key,
  name: key,
  module: 'M',
  args: [],
  output: { type: 'int', value: 1, repr: '1' },
  ms: 1,
  modelMs: 0,
  cached: false,
  warnings: [],
  ...more,
});
const trace = (steps: Step[], more: Partial<Trace> = {}): Trace => ({
  version: 1,
  sha256: '',
  cell: 0,
  inputs: [],
  steps,
  stdout: '',
  ok: true,
  expectations: [],
  device: 'cpu',
  totals: { ms: 1, modelMs: 0, steps: steps.length, cached: 0 },
  ...more,
});

/** The results of a whole run of one cell of `text`. */
function ran(text: string, index = 0, run = 'r'): CellResults {
  const cell = outline(text)[index]!;
  let results = begin(undefined, cell, run, { IMAGE: '/a.jpg' }, offsetsIn(text));
  for (const { key } of cell.steps) results = apply(results, { run, phase: 'end', step: step(key) });
  return finish(results, run, trace(cell.steps.map(({ key }) => step(key))), []);
}

function replace(text: string, old: string, by: string): { edit: Edit; text: string } {
  const offset = text.indexOf(old);
  if (offset < 0) throw new Error(`'${old}' is not in the text`);
  return { edit: { offset, length: old.length, text: by }, text: text.replace(old, () => by) };
}

/** Each result as `key@line` in the new text, with `~` where it is stale and `-` where its text is gone. */
const seen = (all: readonly CellResults[], text: string): string[] =>
  all.flatMap(results =>
    results.steps.map(result => {
      const line = result.span ? text.slice(0, result.span.start).split('\n').length - 1 : '-';
      return `${isStale(result) ? '~' : ''}${result.key}@${line}`;
    }),
  );

describe('an edit', () => {
  const text = 'A=1\nB=2\nC=3';
  const cases: readonly [what: string, old: string, by: string, atOnce: string[], afterwards: string[]][] = [
    ['a line put in above moves what is below', 'B=2', 'x\nB=2', [], ['A=1@0', 'B=2@2', 'C=3@3']],
    [
      'typing in a step makes it stale at once',
      '=2',
      '=25',
      ['A=1@0', '~B=2@1', 'C=3@2'],
      ['A=1@0', '~B=2@1', 'C=3@2'],
    ],
    ['deleting a line removes its result', 'B=2\n', '', ['A=1@0', '~B=2@-', 'C=3@1'], ['A=1@0', '~B=2@-', 'C=3@1']],
    [
      'replacing a step leaves it stale in place',
      'B=2',
      'D=4',
      ['A=1@0', '~B=2@1', 'C=3@2'],
      ['A=1@0', '~B=2@1', 'C=3@2'],
    ],
    ['deleting across a line break', '1\nB', '', ['~A=1@0', '~B=2@0', 'C=3@1'], ['~A=1@0', '~B=2@0', 'C=3@1']],
    ['a comment under a step changes nothing', 'A=1\n', 'A=1\n# why\n', [], ['A=1@0', 'B=2@2', 'C=3@3']],
    ['exchanging two lines', 'A=1\nB=2', 'B=2\nA=1', [], ['A=1@1', 'B=2@0', 'C=3@2']],
    ['an unchanged replacement', 'A=1\nB=2\nC=3', 'A=1\nB=2\nC=3', [], ['A=1@0', 'B=2@1', 'C=3@2']],
  ];
  it.each(cases)('%s', (_, old, by, atOnce, afterwards) => {
    const change = replace(text, old, by);
    const edited = edit([ran(text)], change.edit);
    if (atOnce.length > 0) expect(seen(edited, change.text)).toEqual(atOnce);
    const settled = reconcile(edited, outline(change.text), offsetsIn(change.text));
    expect(seen(settled, change.text)).toEqual(afterwards);
  });

  it('taken back makes the result fresh again, also where its line had been deleted', () => {
    const gone = replace(text, 'B=2\n', '');
    const cut = reconcile(edit([ran(text)], gone.edit), outline(gone.text), offsetsIn(gone.text));
    const back = edit(cut, { offset: 4, length: 0, text: 'B=2\n' });
    expect(seen(reconcile(back, outline(text), offsetsIn(text)), text)).toEqual(['A=1@0', 'B=2@1', 'C=3@2']);
  });

  it('of the bound picture makes all results of the cell stale', () => {
    const settled = reconcile([ran(text)], outline(text, 'other.jpg'), offsetsIn(text));
    expect(seen(settled, text)).toEqual(['~A=1@0', '~B=2@1', '~C=3@2']);
  });
});

describe('cells', () => {
  it('with the same steps keep their own results when a cell is put in above', () => {
    const before = 'A=1\n%%\nA=1';
    const after = `X=0\n%%\n${before}`;
    const all = edit([ran(before, 0, 'first'), ran(before, 1, 'second')], { offset: 0, length: 0, text: 'X=0\n%%\n' });
    const settled = reconcile(all, outline(after), offsetsIn(after));
    expect(settled.map(results => [results.run, results.cell])).toEqual([
      ['first', 1],
      ['second', 2],
    ]);
    expect(seen(settled, after)).toEqual(['A=1@2', 'A=1@4']);
  });
});

describe('a run', () => {
  const text = 'A=1\nB=2\nC=3';
  const [cell] = outline(text) as [CellOutline];
  const start = (earlier: CellResults | undefined, path: string, run = 's') =>
    begin(earlier, cell, run, { IMAGE: path }, offsetsIn(text));
  const phases = (results: CellResults) => results.steps.map(({ key, phase }) => `${key} ${phase}`);

  it('on the same picture keeps what is known until the step is reached', () => {
    expect(seen([start(ran(text), '/a.jpg')], text)).toEqual(['A=1@0', 'B=2@1', 'C=3@2']);
  });

  it('on another picture makes the old results stale, step by step fresh again', () => {
    const begun = start(ran(text), '/b.jpg');
    expect(seen([begun], text)).toEqual(['~A=1@0', '~B=2@1', '~C=3@2']);
    const first = apply(begun, { run: 's', phase: 'end', step: step('A=1') });
    expect(seen([first], text)).toEqual(['A=1@0', '~B=2@1', '~C=3@2']);
  });

  it('on the same picture again leaves stale what an earlier run on it did not reach', () => {
    const cancelled = finish(start(ran(text), '/b.jpg'), 's', trace([], { cancelled: true }), []);
    expect(seen([start(cancelled, '/b.jpg', 't')], text)).toEqual(['~A=1@0', '~B=2@1', '~C=3@2']);
  });

  it('makes fresh again what another model or configuration has made stale', () => {
    const stale = outdate(ran(text));
    expect(seen([stale], text)).toEqual(['~A=1@0', '~B=2@1', '~C=3@2']);
    const begun = start(stale, '/a.jpg');
    expect(seen([begun], text)).toEqual(['~A=1@0', '~B=2@1', '~C=3@2']);
    const first = apply(begun, { run: 's', phase: 'end', step: step('A=1') });
    expect(seen([first], text)).toEqual(['A=1@0', '~B=2@1', '~C=3@2']);
  });

  it('does not make a step fresh whose text is edited meanwhile', () => {
    const { edit: change } = replace(text, '=2', '=25');
    const [edited] = edit([start(undefined, '/a.jpg')], change) as [CellResults];
    const ended = apply(edited, { run: 's', phase: 'end', step: step('B=2') });
    expect(ended.steps.map(isStale)).toEqual([false, true, false]);
  });

  it('ignores the events of an earlier run', () => {
    const begun = start(undefined, '/a.jpg');
    expect(apply(begun, { run: 'r', phase: 'end', step: step('A=1') })).toBe(begun);
    expect(finish(begun, 'r', trace([]), [])).toBe(begun);
  });

  it('that is cancelled keeps the finished steps alone', () => {
    let results = start(undefined, '/a.jpg');
    results = apply(results, { run: 's', phase: 'end', step: step('A=1') });
    results = apply(results, { run: 's', phase: 'begin', step: step('B=2') });
    expect(phases(results)).toEqual(['A=1 ended', 'B=2 running', 'C=3 waiting']);
    results = finish(results, 's', trace([step('A=1')], { cancelled: true }), []);
    expect(phases(results)).toEqual(['A=1 ended']);
    expect(results.active).toBe(false);
  });

  it('whose process ended takes the error of the running step from the trace', () => {
    const error = { code: 'VP701', name: 'x', severity: 'error' as const, message: 'stopped', range: step('').range };
    let results = start(undefined, '/a.jpg');
    results = apply(results, { run: 's', phase: 'begin', step: step('A=1') });
    results = finish(results, 's', trace([step('A=1', { error })], { error }), []);
    expect(results.steps.map(result => result.step?.error?.code)).toEqual(['VP701']);
  });

  it('places problems of the text that was run in the text as it is now', () => {
    const problem = { code: 'VP790', name: 'x', severity: 'error' as const, message: '', range: step('').range };
    const placed = [{ span: { start: 4, end: 7 }, problem }];
    const at = (change: Edit) =>
      finish(edit([start(undefined, '/a.jpg')], change)[0]!, 's', trace([]), placed).problems.map(({ span }) => span);
    expect(at({ offset: 0, length: 0, text: '\n' })).toEqual([{ start: 5, end: 8 }]);
    expect(at({ offset: 5, length: 1, text: '!' })).toEqual([]);
  });

  it('can lose the result of one step', () => {
    expect(phases(without(ran(text), 'B=2'))).toEqual(['A=1 ended', 'C=3 ended']);
  });
});
