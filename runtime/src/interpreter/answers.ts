import type { RuntimeValue } from '../values.ts';
import { bool, int } from '../values.ts';
import { compareBy } from './compare.ts';
import { isTrue } from './elements.ts';
import { isNumber, sameNumber } from './numbers.ts';

/**
 * How EVAL reads the answers of models: `yes` and `no` are truth values in any case, a text of decimal digits is a
 * number. Unlike in the original, both still equal the text they came from, and texts keep their apostrophes.
 */
export function readAnswer(value: RuntimeValue): RuntimeValue {
  if (value.type !== 'str') return value;
  const truth = truthOf(value.value);
  if (truth !== undefined) return bool(truth);
  return isDecimal(value.value) ? int(BigInt(value.value)) : value;
}

/** Truth in EVAL: a text `no` is false. */
export const isTrueAnswer = (value: RuntimeValue): boolean => isTrue(readAnswer(value));

/** Equality in EVAL: True equals 'yes', False 'no', and a number the text of its digits. */
export function equalAnswers(left: RuntimeValue, right: RuntimeValue): boolean {
  if (left.type === 'str' && right.type === 'str') {
    const truth = truthOf(left.value);
    return truth === undefined ? left.value === right.value : truth === truthOf(right.value);
  }
  if (left.type === 'str') return right.type !== 'None' && equalsText(right, left.value);
  if (right.type === 'str') return left.type !== 'None' && equalsText(left, right.value);
  return compareBy(equalAnswers, left, right);
}

function equalsText(value: RuntimeValue, text: string): boolean {
  if (value.type === 'bool') return truthOf(text) === value.value;
  return isNumber(value) && isDecimal(text) && sameNumber(value, { type: 'int', value: BigInt(text) });
}

/** True for `yes`, false for `no`, in any case and with spaces around; else undefined. */
function truthOf(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  return word === 'yes' ? true : word === 'no' ? false : undefined;
}

const isDecimal = (text: string): boolean => /^[0-9]{1,4000}$/.test(text);
