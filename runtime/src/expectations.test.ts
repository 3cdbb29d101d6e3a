import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { homeDirs } from './home.ts';
import type { RunParams, Trace } from './protocol.ts';
import { runtimeFile } from './root.ts';
import { Runtime } from './runtime.ts';
import { marked, programOn, temporaryFolder } from './testing.ts';

let home: Awaited<ReturnType<typeof temporaryFolder>>;
let runtime: Runtime;
beforeAll(async () => {
  home = await temporaryFolder();
  runtime = new Runtime(homeDirs({ VPROG_HOME: home.path }));
});
afterAll(() => home.remove());

const run = (picture: string | undefined, text: string, more: Partial<RunParams> = {}): Promise<Trace> =>
  runtime.run(programOn(picture, text, more));

describe('expectations', () => {
  const rows: readonly (readonly [value: string, expected: string, ok: boolean])[] = [
    ["'Yes'", 'yes', true],
    ["'yes'", 'True', true],
    ['True', 'yes', true],
    ['False', 'No', true],
    ['True', 'no', false],
    ["'maybe'", 'yes', false],
    ['3', '3', true],
    ['3', '3.0', true],
    ["'3'", '3', true],
    ['3.5', '3.50', true],
    ['10 ** 30 + 1', '1000000000000000000000000000000', false],
    ['1', 'True', false],
    ["'COFFEE Shop '", 'coffee shop', true],
    ["'left'", "'left'", true],
    ['[1, 2]', '[1,2]', true],
    ['[1, 2]', '[1, 3]', false],
    ['None', 'None', true],
    ['5', 'RESULT > 4', true],
    ['5', 'RESULT > 5', false],
    ["'yes'", "RESULT == 'yes'", true],
    ['5', 'A == 5 and RESULT == 5', true],
    ['[1]', 'RESULT[3] == 1', false],
  ];
  test.each(rows)('%s, expected %s: %s', async (value, expected, ok) => {
    const text = `# @expect ${expected}\nA = RESULT(var=${value})`;
    const trace = await run(undefined, text);
    expect(trace.expectations).toMatchObject([{ expected, ok }]);
    expect(trace.ok).toBe(ok);
    expect(trace.error?.code).toBe(ok ? undefined : 'VP790');
    if (!ok) expect(marked(text, trace.error)).toBe(expected);
  });

  test('a failed one keeps the result and says what it saw', async () => {
    const trace = await run(undefined, '# @expect N >= 9\n# @expect 2\nN = COUNT(box=[1, 2])');
    expect(trace.result?.value).toBe(2);
    expect(trace.expectations.map(({ ok }) => ok)).toEqual([false, true]);
    expect(trace.error?.message).toBe('Expected N >= 9, but got False (N = 2).');
  });
});

test('a case has its own pictures and its own expectation', async () => {
  const text = `# @image missing.jpg
# @expect nothing
# @case IMAGE=cat.jpg expect=512
# @case IMAGE=boats.jpg expect=RESULT > 2000
A = RESULT(var=IMAGE.width)`;
  const file = runtimeFile('..', 'examples/photos/program.vprog');
  expect(await run(undefined, text, { file, case: 0 })).toMatchObject({ ok: true, result: { value: 512 } });
  const failed = await run(undefined, text, { file, case: 1 });
  expect(failed).toMatchObject({ ok: false, result: { value: 1024 }, expectations: [{ ok: false }] });
  expect(marked(text, failed.error)).toBe('RESULT > 2000');
  expect(await run(undefined, text, { file, case: 2 })).toMatchObject({ ok: false, error: { code: 'VP720' } });
  expect(await run('dog.jpg', text, { file })).toMatchObject({ ok: false, error: { code: 'VP790' } });
});
