import type { Step } from '@vprog/runtime/protocol';
import { describe, expect, it } from 'vitest';
import type { StepResult } from '../results/results.ts';
import { chipsOf } from './chip.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } };
const step: Step = {
  index: 0,
  key: 'k',
  line: 0,
  range,
  text: '',
  name: 'N',
  module: 'COUNT',
  args: [],
  output: { type: 'int', value: 4, repr: '4' },
  ms: 1,
  modelMs: 0,
  cached: false,
  warnings: [],
};
const { output: _, ...begun } = step;
const error = { code: 'VP701', name: 'x', severity: 'error' as const, message: 'It broke.', range };
const result: StepResult = {
  key: 'k',
  span: { start: 0, end: 5 },
  phase: 'ended',
  edited: false,
  outdated: false,
  step,
};
const chips = (steps: StepResult[]) =>
  chipsOf([{ cell: 0, run: 'r', inputs: {}, bound: '', steps, problems: [], active: false, edits: [] }]);

describe('a chip', () => {
  const cases: readonly (readonly [string, StepResult, string])[] = [
    ['done', result, '✓ 4'],
    ['cached', { ...result, step: { ...step, cached: true } }, '↻ 4'],
    ['running', { ...result, phase: 'running', step: begun }, '… COUNT'],
    ['failed', { ...result, step: { ...begun, error } }, '✗ It broke.'],
    ['stale', { ...result, edited: true }, '~ 4'],
    ['stale', { ...result, outdated: true }, '~ 4'],
    ['done', { ...result, step: { ...step, warnings: ['No label.'] } }, '✓ 4 ⚠\uFE0E'],
  ];
  it.each(cases)('that is %s', (state, given, text) => {
    expect(chips([given])).toMatchObject([{ state, text }]);
  });

  it('differs from state to state by its first character', () => {
    const first = new Set(cases.map(([, given]) => chips([given])[0]?.text[0]));
    expect(first.size).toBe(new Set(cases.map(([state]) => state)).size);
  });

  it('is not there before the step begins, nor when its line is deleted', () => {
    const { step: __, ...waiting } = result;
    const { span: ___, ...deleted } = result;
    expect(chips([{ ...waiting, phase: 'waiting' }, deleted])).toEqual([]);
  });
});
