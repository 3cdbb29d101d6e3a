import { check, parse, resolveEnvironment, stepKeys } from '@vprog/language';
import { expect, test } from 'vitest';
import { StepCache } from '../cache/step-cache.ts';
import type { Capabilities } from '../capabilities.ts';
import type { ModuleImplementation } from '../modules/module.ts';
import { int, type RuntimeValue } from '../values.ts';
import { Budget } from './budget.ts';
import { type Execution, executeStep } from './execute.ts';

// Steps with modules of the test's own, to see what the interpreter makes of what they do.

const { environment } = resolveEnvironment({ cards: [], present: () => false });

/** Carries out the steps of a program until one fails; COUNT is `count`. */
async function outcomes(text: string, count: Partial<ModuleImplementation>, more: Partial<Execution> = {}) {
  const { cell, steps } = check(parse(text), environment).cells[0]!;
  const keys = stepKeys(cell);
  const result: ModuleImplementation = { version: 1, capabilities: [], run: async args => args.var! };
  const execution: Execution = {
    variables: new Map(),
    implementations: new Map([
      ['RESULT', result],
      ['COUNT', { version: 1, capabilities: [], run: async () => int(1), ...count }],
    ]),
    models: { identity: async () => 'identity' } as Partial<Capabilities> as Capabilities,
    semantics: 'vprog',
    budget: new Budget(),
    ...more,
  };
  const all = [];
  for (const [index, step] of steps.entries()) all.push(await executeStep(step, keys[index]!, execution));
  return all;
}

test('a mistake of a module itself is VP700, and asks to be reported', async () => {
  const run = async () => {
    throw new RangeError('Invalid array length');
  };
  const [outcome] = await outcomes('A = COUNT(box=[1])', { run });
  expect(outcome).toMatchObject({ cached: false, error: { code: 'VP700' } });
  expect(outcome!.error!.message).toBe(
    'VProg itself failed here (RangeError: Invalid array length); please report it with the program.',
  );
});

test('a name without a value is VP706', async () => {
  const [outcome] = await outcomes('A = COUNT(box=NOWHERE)', {});
  expect(outcome?.error).toMatchObject({
    code: 'VP706',
    message: "name 'NOWHERE' is not defined",
    span: { start: 14, end: 21 },
  });
});

test('a module gets its arguments by name, in any order, with defaults; the last of two counts', async () => {
  const seen: Readonly<Record<string, RuntimeValue>>[] = [];
  const run: ModuleImplementation['run'] = async args => {
    seen.push(args);
    return int(0);
  };
  await outcomes('A = COUNT(1)\nB = COUNT(box=2)\nC = COUNT(box=1, box=3, colour=9)', { run });
  expect(seen).toEqual([{ box: int(1) }, { box: int(2) }, { box: int(3) }]);
});

test('warnings and the model are remembered with a result, each sentence once', async () => {
  let runs = 0;
  const count: Partial<ModuleImplementation> = {
    capabilities: ['detect'],
    run: async (_, { use, warn, mark }) => {
      runs++;
      warn('first');
      mark([{ box: [1, 2, 3, 4] }]);
      const model = { id: 'm', sha256: 'f'.repeat(64), provider: 'cpu', ms: 5 };
      return use({ value: use({ value: int(7), model, warnings: ['second', 'first'] }), model, warnings: ['second'] });
    },
  };
  const cache = new StepCache();
  const [first] = await outcomes('A = COUNT(box=[1])', count, { cache });
  const [again] = await outcomes('OTHER = COUNT(box=[1])', count, { cache });
  expect(runs).toBe(1);
  expect([first!.cached, first!.modelMs, again!.cached, again!.modelMs]).toEqual([false, 10, true, 0]);
  expect(again!.result).toEqual(first!.result);
  expect(again!.result).toMatchObject({ warnings: ['first', 'second'], model: { id: 'm' }, provider: 'cpu' });
  const other = { identity: async () => 'another model' } as Partial<Capabilities> as Capabilities;
  const [changed] = await outcomes('A = COUNT(box=[1])', count, { cache, models: other });
  const [newer] = await outcomes('A = COUNT(box=[1])', { ...count, version: 2 }, { cache });
  expect([changed!.cached, newer!.cached]).toEqual([false, false]);
});

test('what asks no model is cached for its own step, a model answer for every step that asks the same', async () => {
  const text = 'A = COUNT(box=[1])\nB = COUNT(box=[1])\nC = COUNT(box=[9][:1])';
  const rows = [
    [[], [false, false, false]],
    [['detect'], [false, true, false]],
  ] as const;
  for (const [capabilities, first] of rows) {
    const cache = new StepCache();
    const cached = async () => (await outcomes(text, { capabilities }, { cache })).map(outcome => outcome.cached);
    expect(await cached()).toEqual(first);
    expect(await cached()).toEqual([true, true, true]);
  }
});

test('failures are not remembered', async () => {
  let runs = 0;
  const run = async () => {
    runs++;
    if (runs === 1) throw new Error('once');
    return int(runs);
  };
  const cache = new StepCache();
  const [first] = await outcomes('A = COUNT(box=[1])', { run }, { cache });
  const [second] = await outcomes('A = COUNT(box=[1])', { run }, { cache });
  expect([first!.error?.code, second!.cached, second!.result?.output]).toEqual(['VP700', false, int(2)]);
});

test('a cancelled run rejects, in a module too', async () => {
  const controller = new AbortController();
  const run = async () => {
    controller.abort();
    return int(1);
  };
  const budget = new Budget({}, controller.signal);
  await expect(outcomes('A = COUNT(box=[1])', { run }, { budget })).rejects.toMatchObject({ code: 'VP702' });
});
