import type { BinaryOperator, Limits } from '@vprog/language';
import type { RuntimeValue } from '../values.ts';
import { bool, float, int } from '../values.ts';
import { overflowError, valueError, zeroDivision } from './errors.ts';
import { checkInt } from './limits.ts';

export type NumberValue = RuntimeValue & { readonly type: 'int' | 'float' | 'bool' };

export const isNumber = (value: RuntimeValue): value is NumberValue =>
  value.type === 'int' || value.type === 'float' || value.type === 'bool';

/** An int, or a bool as the int it is in Python; undefined for everything else. */
export function intOf(value: RuntimeValue): bigint | undefined {
  if (value.type === 'int') return value.value;
  return value.type === 'bool' ? BigInt(value.value) : undefined;
}

/** Throws OverflowError for ints beyond a float's range. */
export function floatOf(value: NumberValue): number {
  const result = Number(value.value);
  if (value.type === 'int' && !Number.isFinite(result)) throw overflowError('int too large to convert to float');
  return result;
}

/** Equal by value, exactly, whatever the two types; NaN equals nothing. */
export const sameNumber = (left: NumberValue, right: NumberValue): boolean =>
  // JavaScript orders bigints and numbers exactly, as Python does.
  left.value <= right.value && left.value >= right.value;

/** `left operator right` on numbers; undefined where Python has no such operation, such as `1.5 & 2`. */
export function arithmetic(
  operator: BinaryOperator,
  left: NumberValue,
  right: NumberValue,
  limits: Limits,
): RuntimeValue | undefined {
  const logical =
    left.type === 'bool' && right.type === 'bool' ? truthTable(operator, left.value, right.value) : undefined;
  if (logical !== undefined) return bool(logical);
  const [a, b] = [intOf(left), intOf(right)];
  if (a !== undefined && b !== undefined) return intArithmetic(operator, a, b, limits);
  const result = floatArithmetic(operator, floatOf(left), floatOf(right));
  return result === undefined ? undefined : float(result);
}

function truthTable(operator: BinaryOperator, a: boolean, b: boolean): boolean | undefined {
  if (operator === '&') return a && b;
  if (operator === '|') return a || b;
  return operator === '^' ? a !== b : undefined;
}

function intArithmetic(operator: BinaryOperator, a: bigint, b: bigint, limits: Limits): RuntimeValue {
  switch (operator) {
    case '+':
      return int(a + b);
    case '-':
      return int(a - b);
    case '*':
      checkInt(bits(a) + bits(b), limits);
      return int(a * b);
    case '/':
      return float(trueDivision(a, b));
    case '//':
      if (b === 0n) throw zeroDivision('integer division or modulo by zero');
      return int(floorDivision(a, b));
    case '%':
      if (b === 0n) throw zeroDivision('integer modulo by zero');
      return int(a - floorDivision(a, b) * b);
    case '**':
      return intPower(a, b, limits);
    case '&':
      return int(a & b);
    case '|':
      return int(a | b);
    case '^':
      return int(a ^ b);
    case '<<':
      if (b < 0n) throw valueError('negative shift count');
      if (a === 0n) return int(0);
      checkInt(bits(a) + Number(b), limits);
      return int(a << b);
    case '>>':
      if (b < 0n) throw valueError('negative shift count');
      return int(b > bits(a) ? (a < 0n ? -1 : 0) : a >> b);
  }
}

const bits = (value: bigint): number => value.toString(16).length * 4;

function floorDivision(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** The float nearest to the quotient, also where the ints themselves are no floats. */
function trueDivision(a: bigint, b: bigint): number {
  if (b === 0n) throw zeroDivision('division by zero');
  if (Number.isSafeInteger(Number(a)) && Number.isSafeInteger(Number(b))) return Number(a) / Number(b);
  const negative = a < 0n !== b < 0n;
  const [numerator, denominator] = [a < 0n ? -a : a, b < 0n ? -b : b];
  // A quotient of at least 64 bits whose last bit says whether something remains rounds as the exact one does.
  const shift = Math.max(0, 68 + bits(denominator) - bits(numerator));
  const scaled = numerator << BigInt(shift);
  const quotient = scaled / denominator;
  const sticky = scaled % denominator === 0n ? 0n : 1n;
  // In two factors, since 2 ** -shift alone may be too small for a float where the result is not.
  const result = Number(quotient | sticky) * 2 ** -Math.floor(shift / 2) * 2 ** -Math.ceil(shift / 2);
  if (!Number.isFinite(result)) throw overflowError('integer division result too large for a float');
  return negative ? -result : result;
}

function intPower(a: bigint, b: bigint, limits: Limits): RuntimeValue {
  if (b < 0n) return float(floatPower(floatOf({ type: 'int', value: a }), Number(b)));
  if (a === 0n || a === 1n || a === -1n) return int(a ** (b > 1n ? 2n - (b % 2n) : b));
  checkInt(bits(a) * Number(b), limits);
  return int(a ** b);
}

function floatArithmetic(operator: BinaryOperator, a: number, b: number): number | undefined {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0) throw zeroDivision('float division by zero');
      return a / b;
    case '//':
      if (b === 0) throw zeroDivision('float floor division by zero');
      return floatDivmod(a, b).quotient;
    case '%':
      if (b === 0) throw zeroDivision('float modulo');
      return floatDivmod(a, b).remainder;
    case '**':
      return floatPower(a, b);
    default:
      return undefined;
  }
}

/** As CPython's `float.__divmod__`: the remainder has the divisor's sign, and the quotient is a whole number. */
function floatDivmod(a: number, b: number): { readonly quotient: number; readonly remainder: number } {
  let remainder = a % b;
  let quotient = (a - remainder) / b;
  if (remainder === 0) remainder = b < 0 ? -0 : 0;
  else if (b < 0 !== remainder < 0) {
    remainder += b;
    quotient -= 1;
  }
  if (quotient === 0) return { quotient: a / b < 0 || Object.is(a / b, -0) ? -0 : 0, remainder };
  const floor = Math.floor(quotient);
  return { quotient: quotient - floor > 0.5 ? floor + 1 : floor, remainder };
}

function floatPower(a: number, b: number): number {
  if (a === 0 && b < 0) throw zeroDivision('0.0 cannot be raised to a negative power');
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b)) {
    throw valueError('a negative number to a fractional power is complex; VProg has no complex numbers');
  }
  // Python has 1 ** nan == 1 and (-1) ** inf == 1, JavaScript nan.
  if (a === 1 || (a === -1 && !Number.isFinite(b) && !Number.isNaN(b))) return 1;
  const result = a ** b;
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b)) {
    throw overflowError("(34, 'Numerical result out of range')");
  }
  return result;
}
