import type { Limits } from '@vprog/language';
import { RunError } from '../errors.ts';

/** VP730: what is too much, how much may be, and which setting says so. */
export function limitError(limit: keyof Limits, limits: Limits, what: string): RunError {
  const most = limits[limit].toLocaleString('en');
  return new RunError('VP730', `${what} exceeds the limit of ${most} (\`limits.${limit}\` in vprog.json).`);
}

export function checkString(length: number, limits: Limits): void {
  if (length > limits.stringLength) throw limitError('stringLength', limits, `A text of ${count(length)} characters`);
}

export function checkList(length: number, limits: Limits): void {
  if (length > limits.listLength) throw limitError('listLength', limits, `A list of ${count(length)} elements`);
}

/** An int that would print more digits than a text may have characters is too long as well. */
export function checkInt(bits: number, limits: Limits): void {
  const digits = Math.ceil(bits * Math.LOG10E * Math.LN2);
  if (digits > limits.stringLength) throw limitError('stringLength', limits, `A number of ${count(digits)} digits`);
}

const count = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString('en') : 'too many');
