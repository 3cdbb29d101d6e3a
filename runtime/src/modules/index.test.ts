import { modules } from '@vprog/language';
import { expect, test } from 'vitest';
import { implementations } from './index.ts';

test('every module of the catalogue is carried out, and no other', () => {
  expect([...implementations.keys()].sort()).toEqual([...modules.keys()].sort());
});

test.each([...modules.values()])('$name depends on the model that its signature names', ({ name, capability }) => {
  const { capabilities } = implementations.get(name)!;
  expect(capabilities.slice(-1)).toEqual(capability === undefined ? [] : [capability]);
});
