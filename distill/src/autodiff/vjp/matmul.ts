import { sizeOf } from '@vprog/onnx';
import { type Ops, reduceTo } from '../ops.ts';
import { all, type Context, type Rules, range, type ValueInfo } from '../rule.ts';

const transposed = (ops: Ops, x: string, rank: number): string =>
  ops.transpose(x, [...range(rank - 2), rank - 1, rank - 2]);

/** One product of matrices in place of a batch of them, where every sample meets the same matrix. */
function sharedMatrix({ ops, wants }: Context, dy: string, a: ValueInfo, b: ValueInfo) {
  const [inner, columns] = [b.dims[0]!, b.dims[1]!];
  const rows = sizeOf(a.dims.slice(0, -1));
  const da = () => ops.matmul(dy, transposed(ops, b.name, 2));
  const db = () =>
    ops.op('Gemm', [ops.reshape(a.name, [rows, inner]), ops.reshape(dy, [rows, columns])], { transA: 1 });
  return [wants(0) ? da() : undefined, wants(1) ? db() : undefined];
}

/** As in NumPy: a vector at the left is a row, one at the right a column, and neither stays in the result. */
const product = all((context, dy) => {
  const { ops, x, y, wants } = context;
  const [a, b] = [x(0), x(1)];
  if (b.dims.length === 2 && a.dims.length >= 2) return sharedMatrix(context, dy, a, b);
  const left = a.dims.length === 1 ? [1, ...a.dims] : a.dims;
  const right = b.dims.length === 1 ? [...b.dims, 1] : b.dims;
  const batch = y().dims.slice(0, y().dims.length - (a.dims.length > 1 ? 1 : 0) - (b.dims.length > 1 ? 1 : 0));
  const [rows, inner, columns] = [left.at(-2)!, left.at(-1)!, right.at(-1)!];
  const shaped = (value: ValueInfo, dims: readonly number[]) =>
    value.dims.length === dims.length ? value.name : ops.reshape(value.name, dims);
  const gradient = shaped({ ...y(), name: dy }, [...batch, rows, columns]);
  const back = (value: string, dims: readonly number[], to: readonly number[]) => {
    const reduced = reduceTo(ops, value, [...batch, ...dims.slice(-2)], dims);
    return to.length === 1 ? ops.reshape(reduced, to) : reduced;
  };
  const da = () => ops.matmul(gradient, transposed(ops, shaped(b, right), right.length));
  const db = () => ops.matmul(transposed(ops, shaped(a, left), left.length), gradient);
  return [
    wants(0) ? back(da(), [...left.slice(0, -2), rows, inner], a.dims) : undefined,
    wants(1) ? back(db(), [...right.slice(0, -2), inner, columns], b.dims) : undefined,
  ];
});

/** y = alpha A' B' + beta C, where ' transposes if so said. */
const gemm = all(({ ops, x, y, has, wants, float, int }, dy) => {
  const [a, b] = [x(0).name, x(1).name];
  const [alpha, beta] = [float('alpha', 1), float('beta', 1)];
  const [transA, transB] = [int('transA', 0), int('transB', 0)];
  const times = (left: string, right: string, ofLeft: number, ofRight: number) =>
    ops.op('Gemm', [left, right], { alpha: { float: alpha }, transA: ofLeft, transB: ofRight });
  const da = () => (transA ? times(b, dy, transB, 1) : times(dy, b, 0, 1 - transB));
  const db = () => (transB ? times(dy, a, 1, transA) : times(a, dy, 1 - transA, 0));
  const dc = () => {
    const summed = reduceTo(ops, dy, y().dims, x(2).dims);
    return beta === 1 ? summed : ops.mul(summed, beta);
  };
  return [wants(0) ? da() : undefined, wants(1) ? db() : undefined, has(2) && wants(2) ? dc() : undefined];
});

export const matmul: Rules = { MatMul: product, Gemm: gemm };
