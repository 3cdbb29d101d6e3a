import { GraphBuilder, writeModel } from '@vprog/onnx';
import { expect, test } from 'vitest';
import { openSession, type RawTensor } from './raw-session.ts';

const doubled = () => {
  const builder = new GraphBuilder();
  const x = builder.input('x', 'float64', [2]);
  builder.output(builder.op('Add', [x, x]), 'y', { type: 'float64' });
  return writeModel(builder.toModel(17));
};

const tensor = (...values: number[]): RawTensor => ({
  type: 'float64',
  dims: [values.length],
  data: Float64Array.from(values),
});

test('a session runs a graph given as bytes, and writes outputs where it is told', async () => {
  const session = await openSession(doubled());
  expect([session.inputs, session.outputs]).toEqual([['x'], ['y']]);
  const { y } = await session.run({ x: tensor(1, 2) }, ['y']);
  expect(y).toMatchObject({ type: 'float64', dims: [2], data: Float64Array.of(2, 4) });
  const bank = tensor(0, 0);
  await session.run({ x: tensor(3, 4) }, { y: bank });
  expect([...bank.data]).toEqual([6, 8]);
  await session.release();
});

test('what cannot be opened or run says why in one line', async () => {
  await expect(openSession(Uint8Array.of(1, 2, 3))).rejects.toThrow(/^[^\n]+$/);
  const session = await openSession(doubled());
  await expect(session.run({ x: tensor(1, 2, 3) }, ['y'])).rejects.toThrow(/^[^\n]*x[^\n]*$/);
  await session.release();
});
