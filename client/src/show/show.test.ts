import type { Trace } from '@vprog/runtime/protocol';
import type { CellOutline } from '@vprog/server/protocol';
import { describe, expect, it } from 'vitest';
import { inOrder, use } from '../inputs/choices.ts';
import type { CellResults, StepResult } from '../results/results.ts';
import { lensesOf, outcomeText } from './lens-text.ts';
import { lineHeightOf } from './line-height.ts';
import { statusText } from './status-text.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const cell: CellOutline = { index: 0, form: 'step', range, lensLine: 0, inputs: [], steps: [], question: 'How many?' };
const trace: Trace = {
  version: 1,
  sha256: '',
  cell: 0,
  inputs: [],
  steps: [],
  result: { type: 'str', value: 'yes', repr: "'yes'" },
  stdout: '',
  ok: true,
  expectations: [],
  device: 'cpu',
  totals: { ms: 310, modelMs: 200, steps: 4, cached: 0 },
};
const step = (more: Partial<StepResult> = {}): StepResult => ({
  key: 'k',
  phase: 'ended',
  edited: false,
  outdated: false,
  ...more,
});
const results = (more: Partial<CellResults> = {}): CellResults => ({
  cell: 0,
  run: 'r',
  inputs: {},
  bound: '',
  steps: [step()],
  problems: [],
  active: false,
  edits: [],
  ...more,
});
const error = { code: 'VP701', name: 'x', severity: 'error' as const, message: '', range };

describe('the lenses of a cell', () => {
  const titles = (given: CellResults | undefined, trusted = true) => lensesOf(cell, given, trusted).map(l => l.title);

  it('offer to run it', () => expect(titles(undefined)).toEqual(['$(play) Run', 'Run on…']));
  it('end with the last outcome', () =>
    expect(titles(results({ trace })).at(-1)).toBe('$(check) yes · 4 steps · 0.3 s'));
  it('offer, behind the outcome, to distill a module that can learn, once it has run', () => {
    const faces = { ...cell, steps: [{ range, key: 'k', name: 'F', module: 'FACEDET' }] };
    expect(lensesOf(faces, undefined, true).map(({ title }) => title)).toEqual(['$(play) Run', 'Run on…']);
    expect(lensesOf(faces, results({ trace }), true).at(-1)).toMatchObject({
      title: 'Distill…',
      command: 'vprog.distill',
    });
  });
  it('offer to cancel a run', () =>
    expect(titles(results({ active: true, steps: [step(), step({ phase: 'running' })] }))).toEqual([
      '$(debug-stop) Cancel',
      '$(sync~spin) running',
    ]));
  it('do not offer to run in Restricted Mode', () =>
    expect(titles(results({ trace }), false)).toEqual(['$(workspace-untrusted) Run (workspace is restricted)']));
});

describe('the outcome', () => {
  const { result: _, ...without } = trace;
  const met = { range, expected: 'yes', got: 'yes', ok: true };
  const cases: readonly (readonly [string, CellResults])[] = [
    ['$(check) yes, as expected · 4 steps · 0.3 s', results({ trace: { ...trace, expectations: [met] } })],
    [
      '$(error) yes, expected no · 4 steps · 0.3 s',
      results({ trace: { ...trace, ok: false, expectations: [{ ...met, expected: 'no', ok: false }] } }),
    ],
    ['$(error) failed · 4 steps · 0.3 s', results({ trace: { ...without, ok: false, error } })],
    ['$(circle-slash) cancelled · 4 steps · 0.3 s', results({ trace: { ...without, cancelled: true } })],
    [
      '$(history) before the last change: $(check) yes · 4 steps · 0.3 s',
      results({ trace, steps: [step({ edited: true })] }),
    ],
    [
      '$(check) yes · 1 step (1 cached) · 0.3 s',
      results({ trace: { ...trace, totals: { ...trace.totals, steps: 1, cached: 1 } } }),
    ],
  ];
  it.each(cases)('%s', (text, given) => expect(outcomeText(given)).toBe(text));
});

it.each([
  [14, 0, 19],
  [12, 0, 16],
  [14, 1.5, 21],
  [14, 24, 24],
  [2, 0, 8],
])('font size %d with line height %d makes lines of %d pixels', (font, height, pixels) =>
  expect(lineHeightOf(font, height)).toBe(pixels),
);

describe('pictures to choose from', () => {
  const file = (label: string, changed: number) => ({ path: `/w/${label}`, label, changed });
  it('stand in the order of use, then the newest first, then by name', () => {
    const files = [file('old', 1), file('b', 5), file('a', 5), file('used', 0), file('used-last', 0)];
    expect(inOrder(files, ['/w/used-last', '/w/used']).map(({ label }) => label)).toEqual([
      'used-last',
      'used',
      'a',
      'b',
      'old',
    ]);
  });
  it('are remembered once each, and not for ever', () => {
    expect(use(['a', 'b'], 'b')).toEqual(['b', 'a']);
    expect(use(['a', 'b'], 'c', 2)).toEqual(['c', 'a']);
  });
});

describe('the status item', () => {
  const quiet = { trusted: true, running: 0, device: undefined };
  it.each([
    [quiet, '$(play-circle) VProg'],
    [{ ...quiet, device: 'cpu' }, '$(play-circle) VProg: CPU'],
    [{ ...quiet, running: 1, steps: { ended: 2, all: 4 } }, '$(sync~spin) VProg 2/4'],
    [{ ...quiet, trusted: false }, '$(workspace-untrusted) VProg'],
  ])('for %j is %s', (state, text) => expect(statusText(state).text).toBe(text));
});
