import type { Rule, Rules } from '../rule.ts';
import { binary } from './binary.ts';
import { conv } from './conv.ts';
import { gathering } from './gather.ts';
import { matmul } from './matmul.ts';
import { normalize } from './normalize.ts';
import { pool } from './pool.ts';
import { reduce } from './reduce.ts';
import { resizing } from './resize.ts';
import { shape } from './shape.ts';
import { slicing } from './slice.ts';
import { unary } from './unary.ts';

const families: readonly Rules[] = [
  binary,
  conv,
  gathering,
  matmul,
  normalize,
  pool,
  reduce,
  resizing,
  shape,
  slicing,
  unary,
];

/** The gradients of all operators that have one here. */
export const rules: ReadonlyMap<string, Rule> = new Map(families.flatMap(family => Object.entries(family)));

/** Operators whose floating-point output is flat almost everywhere: their gradient is zero, and nothing flows. */
export const flat: ReadonlySet<string> = new Set([
  'Ceil',
  'Floor',
  'Round',
  'Sign',
  'Shape',
  'Size',
  'ConstantOfShape',
  'EyeLike',
  'RandomNormalLike',
  'RandomUniformLike',
]);
