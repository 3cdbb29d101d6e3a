import type { Limits } from '../config.ts';

/** Generous for any program that a person means, and a bound for one that nobody meant. */
export const defaultLimits: Limits = {
  statements: 10_000,
  seconds: 600,
  depth: 200,
  stringLength: 1_000_000,
  listLength: 100_000,
  memoryMB: 2048,
  megapixels: 100,
  fileMB: 512,
};
