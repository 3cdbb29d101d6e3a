const MAXIMUM_DIGITS = 4300;

/** A number as Python reads it, or why it is none. */
export function readNumber(
  written: string,
): { readonly type: 'int' | 'float'; readonly value: string } | { readonly problem: string } {
  const text = written.replaceAll('_', '');
  const based = /^0[xob]/i.test(text);
  if (!based && /[.eE]/.test(text)) return { type: 'float', value: String(Number(text)) };
  if (!based && /^0+[1-9]/.test(text)) return { problem: 'a whole number does not begin with 0' };
  // Longer ones take more than linear time to convert; CPython has the same limit.
  if (text.length > MAXIMUM_DIGITS) return { problem: `it has more than ${MAXIMUM_DIGITS} digits` };
  return { type: 'int', value: BigInt(text).toString() };
}
