import type { Ops } from './ops.ts';
import { range } from './rule.ts';

/** A linear map from `columns` numbers to `rows` numbers: row-major weights. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly weights: readonly number[];
}

/** A matrix from its rows, each a list of (column, weight); weights of the same column add up. */
export function sparse(columns: number, rows: readonly (readonly (readonly [number, number])[])[]): Matrix {
  const weights = new Array<number>(rows.length * columns).fill(0);
  for (const [row, entries] of rows.entries())
    for (const [column, weight] of entries) weights[row * columns + column]! += weight;
  return { rows: rows.length, columns, weights };
}

/**
 * The gradient of a map that is linear along each of some axes (pooling by averages, resizing, mirrored padding):
 * multiplies dy along each of them by the matrix transposed.
 */
export function applyTransposed(ops: Ops, dy: string, rank: number, maps: ReadonlyMap<number, Matrix>): string {
  let value = dy;
  for (const [axis, { rows, columns, weights }] of maps) {
    const matrix = ops.constant([rows, columns], weights);
    if (axis === rank - 1) value = ops.matmul(value, matrix);
    else if (axis === rank - 2) value = ops.matmul(ops.transpose(matrix, [1, 0]), value);
    else {
      const swap = range(rank).map(other => (other === axis ? rank - 1 : other === rank - 1 ? axis : other));
      value = ops.transpose(ops.matmul(ops.transpose(value, swap), matrix), swap);
    }
  }
  return value;
}
