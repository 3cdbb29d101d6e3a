import type { Box, DetectedObject, RuntimeValue } from '../values.ts';
import { heightOf, widthOf } from '../values.ts';

/** What CPython's `repr` prints, where CPython has the type; pictures, boxes and objects print what they hold. */
export function repr(value: RuntimeValue): string {
  switch (value.type) {
    case 'str':
      return reprOfStr(value.value);
    case 'int':
      return String(value.value);
    case 'float':
      return reprOfFloat(value.value);
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'None':
      return 'None';
    case 'list':
      return `[${value.items.map(repr).join(', ')}]`;
    case 'tuple':
      return value.items.length === 1 ? `(${repr(value.items[0]!)},)` : `(${value.items.map(repr).join(', ')})`;
    case 'set':
      return value.items.length === 0 ? 'set()' : `{${value.items.map(repr).join(', ')}}`;
    case 'dict':
      return `{${value.entries.map(([key, item]) => `${repr(key)}: ${repr(item)}`).join(', ')}}`;
    case 'image':
      return `Image(${widthOf(value.picture.region)}x${heightOf(value.picture.region)})`;
    case 'box':
      return reprOfBox(value.box);
    case 'object':
      return reprOfObject(value.object);
    case 'mask':
      return `Mask(${reprOfBox(value.mask.box)})`;
  }
}

/** What CPython's `str` gives: the text itself for a text, else its `repr`. */
export const textOf = (value: RuntimeValue): string => (value.type === 'str' ? value.value : repr(value));

const reprOfBox = ({ x1, y1, x2, y2 }: Box): string => `[${x1}, ${y1}, ${x2}, ${y2}]`;

function reprOfObject(object: DetectedObject): string {
  const { box, category, score } = object;
  const named = object.class === undefined ? '' : `, class=${reprOfStr(object.class)}`;
  return `Object(box=${reprOfBox(box)}, category=${reprOfStr(category)}, score=${score.toFixed(2)}${named})`;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function reprOfStr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  // Python prints as it is what Unicode does not count among controls, formats, unassigned or separators.
  const escaped = text.replace(/[\\'"]|(?! )[\p{C}\p{Z}]/gu, character => {
    if (character === '"' || character === "'") return character === quote ? `\\${character}` : character;
    return escapes[character] ?? escapeOf(character.codePointAt(0)!);
  });
  return quote + escaped + quote;
}

function escapeOf(code: number): string {
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}

/** The shortest digits that read back the same, as JavaScript's, in Python's layout: exponents below -4 and from 16 on. */
export function reprOfFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa, power] = Math.abs(value).toExponential().split('e') as [string, string];
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const digits = mantissa.replace('.', '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}
