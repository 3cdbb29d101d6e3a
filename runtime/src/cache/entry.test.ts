import fc from 'fast-check';
import { expect, test } from 'vitest';
import { viewOf, wholePicture } from '../images/picture.ts';
import { makePixels } from '../images/pixels.ts';
import { equals } from '../interpreter/compare.ts';
import { repr } from '../interpreter/repr.ts';
import { image, type RuntimeValue } from '../values.ts';
import { decodeEntry, encodeEntry, type StepResult } from './entry.ts';
import { stepKey } from './key.ts';

const noise = (width: number, height: number, seed: number) =>
  makePixels(
    width,
    height,
    Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * seed * 7919) >> 3),
  );

const box = fc
  .tuple(fc.nat(50), fc.nat(50), fc.nat(20), fc.nat(20))
  .map(([x1, y1, w, h]) => ({ x1, y1, x2: x1 + w, y2: y1 + h }));
const mask = box.map(area => ({
  box: area,
  alpha: new Uint8Array((area.x2 - area.x1) * (area.y2 - area.y1)).fill(9),
}));
const detected = fc.record(
  {
    box,
    category: fc.string(),
    score: fc.double({ min: 0, max: 1, noNaN: true }),
    mask,
    class: fc.string(),
    classScore: fc.constant(0.5),
  },
  { requiredKeys: ['box', 'category', 'score'] },
);
const pictures = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.nat(99));

const { value: anyValue } = fc.letrec<{ value: RuntimeValue }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'binary' }).map((value): RuntimeValue => ({ type: 'str', value })),
    fc.bigInt().map((value): RuntimeValue => ({ type: 'int', value })),
    fc.double({ noNaN: true }).map((value): RuntimeValue => ({ type: 'float', value })),
    fc.boolean().map((value): RuntimeValue => ({ type: 'bool', value })),
    fc.constant<RuntimeValue>({ type: 'None' }),
    box.map((value): RuntimeValue => ({ type: 'box', box: value })),
    mask.map((value): RuntimeValue => ({ type: 'mask', mask: value })),
    detected.map((object): RuntimeValue => ({ type: 'object', object })),
    pictures.map(([width, height, seed]) => image(wholePicture(noise(width, height, seed)))),
    fc
      .tuple(fc.constantFrom('list' as const, 'tuple' as const), fc.array(tie('value'), { maxLength: 4 }))
      .map(([type, items]): RuntimeValue => ({ type, items })),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 3 }).map(
      (entries): RuntimeValue => ({
        type: 'dict',
        entries: [...new Map(entries)].map(([key, item]) => [{ type: 'str', value: key }, item]),
      }),
    ),
  ),
}));

test('every value comes back from the disk as it was', async () => {
  await fc.assert(
    fc.asyncProperty(anyValue, async output => {
      const result: StepResult = {
        output,
        warnings: ['a'],
        marks: [{ box: [1, 2, 3, 4], label: 'x' }],
        provider: 'cpu',
      };
      const back = await decodeEntry(await encodeEntry(result, {}), {});
      expect(repr(back!.output)).toBe(repr(output));
      expect(equals(back!.output, output)).toBe(true);
      expect({ ...back, output }).toEqual(result);
    }),
    { numRuns: 200 },
  );
});

test('every value has a key of its own, and the same each time', () => {
  const key = (value: RuntimeValue) =>
    stepKey({ module: 'M', version: 1, models: [], semantics: 'vprog', step: null, args: { a: value } });
  fc.assert(
    fc.property(anyValue, anyValue, (a, b) => {
      expect(key(a)).toBe(key(structuredClone(a)));
      if (key(a) === key(b)) expect(repr(a)).toBe(repr(b));
    }),
  );
  const distinct: readonly RuntimeValue[] = [
    { type: 'str', value: '1' },
    { type: 'int', value: 1n },
    { type: 'float', value: 1 },
    { type: 'bool', value: true },
    { type: 'float', value: 0 },
    { type: 'float', value: -0 },
    { type: 'float', value: Number.NaN },
    { type: 'str', value: 'NaN' },
    { type: 'None' },
    { type: 'list', items: [] },
    { type: 'tuple', items: [] },
    { type: 'set', items: [] },
    { type: 'dict', entries: [] },
    { type: 'box', box: { x1: 1, y1: 2, x2: 3, y2: 4 } },
    { type: 'list', items: [1n, 2n, 3n, 4n].map(value => ({ type: 'int', value })) },
  ];
  expect(new Set(distinct.map(key)).size).toBe(distinct.length);
});

test('a key depends on everything that a result depends on', () => {
  const parts = {
    module: 'LOC',
    version: 1,
    models: ['a'],
    semantics: 'vprog',
    step: null,
    args: { x: { type: 'None' } as const },
  };
  const others = [
    { ...parts, module: 'SEG' },
    { ...parts, version: 2 },
    { ...parts, models: ['b'] },
    { ...parts, models: [null] },
    { ...parts, semantics: 'visprog' },
    { ...parts, step: 'key' },
    { ...parts, args: { y: { type: 'None' } as const } },
    { ...parts, args: { ...parts.args, y: { type: 'None' } as const } },
  ];
  expect(new Set([parts, ...others].map(stepKey)).size).toBe(others.length + 1);
  const args = { a: { type: 'str', value: '1' }, b: { type: 'str', value: '2' } } as const;
  expect(stepKey({ ...parts, args })).toBe(stepKey({ ...parts, args: { b: args.b, a: args.a } }));
});

test('a crop is stored as a part of its argument, and is unknown without it', async () => {
  const argument = wholePicture(noise(100, 80, 3));
  const crop = viewOf(argument, { x1: 10, y1: 20, x2: 50, y2: 60 });
  const result: StepResult = { output: image(crop), warnings: [], marks: [] };
  const bytes = await encodeEntry(result, { image: image(argument) });
  expect(bytes.length).toBeLessThan(600);
  const back = await decodeEntry(bytes, { image: image(argument) });
  expect(back?.output).toEqual({ type: 'image', picture: crop });
  expect(back?.output.type === 'image' && back.output.picture.pixels.data).toBe(argument.pixels.data);
  expect(await decodeEntry(bytes, { image: image(wholePicture(noise(100, 80, 4))) })).toBeUndefined();
});

test('a damaged entry is refused at whatever byte', async () => {
  const result: StepResult = { output: image(wholePicture(noise(8, 8, 5))), warnings: [], marks: [] };
  const bytes = await encodeEntry(result, {});
  for (let at = 0; at < bytes.length; at += 7) {
    const damaged = Buffer.from(bytes);
    damaged[at] = damaged[at]! ^ 0x10;
    await expect(decodeEntry(damaged, {})).rejects.toThrow();
    await expect(decodeEntry(bytes.subarray(0, at), {})).rejects.toThrow();
  }
});
