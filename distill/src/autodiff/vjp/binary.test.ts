import { expect, test } from 'vitest';
import { type GradientCase, gradientsOf, testGradients } from '../testing/gradients.ts';

const pairs: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['same shapes', [2, 3], [2, 3]],
  ['a row', [2, 3], [3]],
  ['a column at the left', [2, 1], [2, 3]],
  ['both ways', [2, 1, 3], [4, 1]],
  ['a scalar', [], [2, 2]],
];

const cases: readonly GradientCase[] = [
  ...['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Min', 'Max'].flatMap(op =>
    pairs.map(([about, a, b]) => ({ op, about, inputs: [a, b], between: [0.4, 2.2] }) as const),
  ),
  ...['Sum', 'Min', 'Max'].map(op => ({ op, about: 'three', inputs: [[2, 3], [3], [2, 1]] })),
  ...[2, 3, 0.5, -1].map(
    exponent =>
      ({
        op: 'Pow',
        about: `of ${exponent}`,
        inputs: [[2, 3], { constant: [exponent], dims: [], type: 'float64' }],
        between: [0.3, 2],
      }) as const,
  ),
  { op: 'Pow', about: 'a square of negative numbers', inputs: [[5], { constant: [2], dims: [], type: 'float64' }] },
  { op: 'Pow', about: 'whole exponents', inputs: [[3], { constant: [1, 2, 3] }], between: [-2, 2] },
  {
    op: 'Where',
    inputs: [{ constant: [1, 0, 1], type: 'bool' }, [2, 3], [2, 1]],
  },
];

testGradients(cases);

test('equal numbers share the gradient of their maximum', async () => {
  const inputs = [
    { dims: [3], values: [1, 2, 3] },
    { dims: [3], values: [3, 2, 1] },
  ];
  const result = await gradientsOf({ op: 'Max', inputs }, [1, 1, 1]);
  expect(Object.fromEntries(result.gradients)).toEqual({ x0: [0, 0.5, 1], x1: [1, 0.5, 0] });
  await result.release();
});
