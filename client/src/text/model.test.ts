import { expect, it } from 'vitest';
import { modelName, modelOf, versionIn } from './model.ts';

it.each([
  ['blazeface_front@2', 'blazeface_front', 'blazeface_front, version 2', 2],
  ['a@b@12', 'a@b', 'a@b, version 12', 12],
  ['blazeface_front', 'blazeface_front', 'blazeface_front', undefined],
  ['blazeface_front@0', 'blazeface_front@0', 'blazeface_front@0', undefined],
  ['me@home', 'me@home', 'me@home', undefined],
])('%s is of %s, for people %s', (id, model, name, number) => {
  expect(modelOf(id)).toBe(model);
  expect(modelName(id)).toBe(name);
  expect(versionIn(id)?.number).toBe(number);
});
