import { availableParallelism, totalmem } from 'node:os';

/** One figure. */
export interface Row {
  readonly bench: 'language' | 'train';
  readonly case: string;
  readonly value: number;
  readonly unit: string;
  /** The same by other means, in the same unit. */
  readonly peer?: { readonly name: string; readonly version: string; readonly value: number };
  /** Value to peer. */
  readonly ratio?: number;
  /** The ratio that is to be kept, and whether it is. */
  readonly target?: number;
  readonly ok?: boolean;
}

export interface Machine {
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
  readonly device: 'cpu';
}

export const thisMachine = (): Machine => ({ cores: availableParallelism(), memory: totalmem(), device: 'cpu' });

/** The one in the middle: of an even count, the higher of two. */
export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** To three digits, since more are not the same the next time. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
