import { float, int } from '@vprog/onnx';
import { testGradients } from '../testing/gradients.ts';

const shapes: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['matrices', [3, 4], [4, 2]],
  ['one matrix for a batch', [2, 3, 4], [4, 2]],
  ['a batch for one matrix', [3, 4], [2, 4, 2]],
  ['two batches', [2, 1, 3, 4], [5, 4, 2]],
  ['vectors', [4], [4]],
  ['a vector at the left', [4], [2, 4, 3]],
  ['a vector at the right', [2, 3, 4], [4]],
];

testGradients(shapes.map(([about, a, b]) => ({ op: 'MatMul', about, inputs: [a, b], step: 0.5 })));

const transpositions = [0, 1].flatMap(transA => [0, 1].map(transB => [transA, transB] as const));
testGradients(
  transpositions.map(([transA, transB]) => ({
    op: 'Gemm',
    about: `transA ${transA}, transB ${transB}`,
    inputs: [transA ? [4, 3] : [3, 4], transB ? [2, 4] : [4, 2], transB ? [2] : [3, 1]],
    attributes: { transA: int(transA), transB: int(transB), alpha: float(0.5), beta: float(transA ? 1 : 2) },
    step: 0.5,
  })),
);
testGradients([
  {
    op: 'Gemm',
    about: 'without C',
    inputs: [
      [3, 4],
      [4, 2],
    ],
    step: 0.5,
  },
]);
