import type { Box, DetectedObject, Mask, Pixels, RuntimeValue } from '../values.ts';

/** A value as JSON with its properties in a fixed order: equal values give equal text. Large bytes are named, not held. */
export type Plain = string | number | null | readonly Plain[] | { readonly [name: string]: Plain };

/** Gives names to the bytes of a value: their hash for a key, their place in the file for an entry. */
export interface ByteNames {
  pixels(pixels: Pixels): Plain;
  alpha(alpha: Uint8Array): Plain;
}

export function toPlain(value: RuntimeValue, names: ByteNames): Plain {
  switch (value.type) {
    case 'str':
      return value.value;
    case 'int':
      return { int: String(value.value) };
    case 'float':
      return { float: Object.is(value.value, -0) ? '-0' : String(value.value) };
    case 'bool':
      return { bool: value.value ? 1 : 0 };
    case 'None':
      return null;
    case 'list':
    case 'tuple':
    case 'set':
      return { [value.type]: value.items.map(item => toPlain(item, names)) };
    case 'dict':
      return { dict: value.entries.map(([key, item]) => [toPlain(key, names), toPlain(item, names)]) };
    case 'image':
      return { image: names.pixels(value.picture.pixels), region: fromBox(value.picture.region) };
    case 'box':
      return { box: fromBox(value.box) };
    case 'object':
      return { object: plainObject(value.object, names) };
    case 'mask':
      return { mask: plainMask(value.mask, names) };
  }
}

const fromBox = ({ x1, y1, x2, y2 }: Box): Plain => [x1, y1, x2, y2];
const plainMask = ({ box, alpha }: Mask, names: ByteNames): Plain => [fromBox(box), names.alpha(alpha)];

function plainObject(object: DetectedObject, names: ByteNames): Plain {
  return [
    fromBox(object.box),
    object.category,
    object.score,
    object.mask === undefined ? null : plainMask(object.mask, names),
    object.class ?? null,
    object.classScore ?? null,
  ];
}

/** Gives back the bytes that `ByteNames` named. Throws where there are none of that name. */
export interface BytesByName {
  pixels(name: Plain): Pixels;
  alpha(name: Plain): Uint8Array;
}

/** The inverse of `toPlain`. Throws a TypeError for JSON that it did not make. */
export function fromPlain(plain: Plain, bytes: BytesByName): RuntimeValue {
  if (plain === null) return { type: 'None' };
  if (typeof plain === 'string') return { type: 'str', value: plain };
  if (typeof plain !== 'object' || Array.isArray(plain)) throw new TypeError('This is no value.');
  const [[type, content] = ['', null]] = Object.entries(plain);
  const items = () => array(content).map(item => fromPlain(item, bytes));
  switch (type) {
    case 'int':
      return { type, value: BigInt(content as string) };
    case 'float':
      return { type, value: Number(content) };
    case 'bool':
      return { type, value: content === 1 };
    case 'list':
    case 'tuple':
    case 'set':
      return { type, items: items() };
    case 'dict':
      return {
        type,
        entries: array(content).map(entry => {
          const [key, item] = array(entry);
          return [fromPlain(key!, bytes), fromPlain(item!, bytes)];
        }),
      };
    case 'image':
      return {
        type,
        picture: { pixels: bytes.pixels(content), region: toBox((plain as { readonly region: Plain }).region) },
      };
    case 'box':
      return { type, box: toBox(content) };
    case 'object':
      return { type, object: toObject(content, bytes) };
    case 'mask':
      return { type, mask: toMask(content, bytes) };
    default:
      throw new TypeError(`There is no type ${type}.`);
  }
}

function array(plain: Plain): readonly Plain[] {
  if (!Array.isArray(plain)) throw new TypeError('This is no list.');
  return plain;
}

function toBox(plain: Plain): Box {
  const [x1, y1, x2, y2] = array(plain) as readonly number[];
  return { x1: x1!, y1: y1!, x2: x2!, y2: y2! };
}

function toMask(plain: Plain, bytes: BytesByName): Mask {
  const [box, alpha] = array(plain);
  return { box: toBox(box!), alpha: bytes.alpha(alpha!) };
}

function toObject(plain: Plain, bytes: BytesByName): DetectedObject {
  const [box, category, score, mask, name, classScore] = array(plain);
  return {
    box: toBox(box!),
    category: category as string,
    score: score as number,
    ...(mask === null || mask === undefined ? {} : { mask: toMask(mask, bytes) }),
    ...(name === null ? {} : { class: name as string }),
    ...(classScore === null ? {} : { classScore: classScore as number }),
  };
}
