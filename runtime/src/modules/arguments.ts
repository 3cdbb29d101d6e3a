import { RunError } from '../errors.ts';
import type { Shape } from '../protocol.ts';
import type { Box, DetectedObject, Picture, RuntimeValue } from '../values.ts';
import type { Arguments } from './module.ts';

// What the checker could not type arrives here unchecked: a value that does not fit is a TypeError that names the argument.

export function pictureArgument(args: Arguments, name: string): Picture {
  const value = args[name];
  return value?.type === 'image' ? value.picture : mismatch(name, 'an image', value);
}

export function textArgument(args: Arguments, name: string): string {
  const value = args[name];
  return value?.type === 'str' ? value.value : mismatch(name, 'a str', value);
}

/** The names in a text, split at commas and trimmed, or in a list of texts; undefined for None. */
export function namesArgument(args: Arguments, name: string): readonly string[] | undefined {
  const value = args[name];
  if (value === undefined || value.type === 'None') return undefined;
  const texts = isSequence(value) ? value.items : [value];
  return texts
    .flatMap(text => (text.type === 'str' ? text.value.split(',') : mismatch(name, 'a str', text)))
    .map(text => text.trim())
    .filter(text => text !== '');
}

/** The objects of a list and of the lists in it, or the one given; a bare box is an object without a category. */
export const objectsArgument = (args: Arguments, name: string): readonly DetectedObject[] =>
  objectsIn(args[name], name);

function objectsIn(value: RuntimeValue | undefined, name: string): readonly DetectedObject[] {
  if (value?.type === 'object') return [value.object];
  const box = asBox(value);
  if (box !== undefined) return [{ box, category: '', score: 1 }];
  if (value === undefined || !isSequence(value)) return mismatch(name, 'a list of objects', value);
  if (value.items.some(({ type }) => type === 'int' || type === 'float')) {
    throw new RunError('VP707', `A box is four numbers, [x1, y1, x2, y2], which \`${name}\` is not.`, 'ValueError');
  }
  return value.items.flatMap(item => objectsIn(item, name));
}

/** Like `objectsArgument`, boxes alone. */
export const boxesArgument = (args: Arguments, name: string): readonly Box[] =>
  objectsArgument(args, name).map(({ box }) => box);

/** What is drawn for an object: its class where CLASSIFY gave one, else its category. */
export function shapeOf({ box, category, score, class: className, classScore }: DetectedObject): Shape {
  const { x1, y1, x2, y2 } = box;
  const label = className ?? category;
  const shown = className === undefined ? score : classScore;
  return {
    box: [x1, y1, x2, y2],
    ...(label === '' ? {} : { label }),
    ...(label === '' || shown === undefined ? {} : { score: shown }),
  };
}

/** The beginning of a text, for messages. */
export const brief = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

type Sequence = Extract<RuntimeValue, { readonly items: readonly RuntimeValue[] }>;
const isSequence = (value: RuntimeValue): value is Sequence => 'items' in value;

/** A box, or four numbers as in the original; undefined for anything else. */
function asBox(value: RuntimeValue | undefined): Box | undefined {
  if (value?.type === 'box') return value.box;
  if (value === undefined || !isSequence(value) || value.items.length !== 4) return undefined;
  const numbers = value.items.map(item => (item.type === 'int' || item.type === 'float' ? Number(item.value) : NaN));
  const [x1, y1, x2, y2] = numbers.map(Math.trunc) as [number, number, number, number];
  if (Number.isNaN(x1 + y1 + x2 + y2)) return undefined;
  if (x1 > x2 || y1 > y2 || !Number.isFinite(x2 - x1 + y2 - y1)) {
    throw new RunError(
      'VP707',
      `[${numbers.join(', ')}] is not a box: give [x1, y1, x2, y2] with x1 <= x2 and y1 <= y2.`,
      'ValueError',
    );
  }
  return { x1, y1, x2, y2 };
}

function mismatch(name: string, wanted: string, value: RuntimeValue | undefined): never {
  const got = value === undefined ? 'nothing' : value.type === 'None' ? 'None' : `a value of type ${value.type}`;
  throw new RunError('VP703', `\`${name}\` must be ${wanted}, but is ${got}.`, 'TypeError');
}
