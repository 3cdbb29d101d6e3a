import type { DistillResult } from '@vprog/distill/protocol';
import { expect, it } from 'vitest';
import { barOf } from './report-bar.ts';

const result = { accepted: true, version: null, reason: 'It lost.', student: { id: 'a@1', sha256: '' } };
const cases: readonly (readonly [string, Partial<DistillResult>, string, readonly string[]])[] = [
  ['open', {}, 'Keep what a, version 1 learnt', ['Keep', 'Discard']],
  ['kept', { version: 'a@2' }, 'Kept as a, version 2.', []],
  ['refused', { accepted: false }, 'Refused, so nothing changes: It lost.', []],
];

it.each(cases)('a distillation that is %s can be decided on as it is', (_state, more, text, titles) => {
  const bar = barOf({ ...result, ...more } as DistillResult);
  expect(bar.text).toContain(text);
  expect(bar.buttons.map(({ title }) => title)).toEqual(titles);
});
