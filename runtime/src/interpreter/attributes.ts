import type { RuntimeValue } from '../values.ts';
import { float, heightOf, int, none, str, widthOf } from '../values.ts';
import { attributeError, typeNameOf } from './errors.ts';

type Attributes<Kind extends RuntimeValue['type']> = ReadonlyMap<
  string,
  (value: Extract<RuntimeValue, { readonly type: Kind }>) => RuntimeValue
>;

const attributesOfImage: Attributes<'image'> = new Map([
  ['width', value => int(widthOf(value.picture.region))],
  ['height', value => int(heightOf(value.picture.region))],
  ['size', ({ picture }) => tuple(int(widthOf(picture.region)), int(heightOf(picture.region)))],
  ['shape', ({ picture }) => tuple(int(3), int(heightOf(picture.region)), int(widthOf(picture.region)))],
]);

const attributesOfBox: Attributes<'box'> = new Map([
  ['x1', ({ box }) => int(box.x1)],
  ['y1', ({ box }) => int(box.y1)],
  ['x2', ({ box }) => int(box.x2)],
  ['y2', ({ box }) => int(box.y2)],
  ['width', ({ box }) => int(widthOf(box))],
  ['height', ({ box }) => int(heightOf(box))],
]);

export const attributesOfObject: Attributes<'object'> = new Map([
  ['box', ({ object }) => ({ type: 'box', box: object.box })],
  ['category', ({ object }) => str(object.category)],
  ['score', ({ object }) => float(object.score)],
  ['mask', ({ object }) => (object.mask === undefined ? none : { type: 'mask', mask: object.mask })],
  ['class', ({ object }) => (object.class === undefined ? none : str(object.class))],
  ['class_score', ({ object }) => (object.classScore === undefined ? none : float(object.classScore))],
]);

const tuple = (...items: readonly RuntimeValue[]): RuntimeValue => ({ type: 'tuple', items });

/** `value.name`. Throws AttributeError where the type has none of that name. */
export function attributeOf(value: RuntimeValue, name: string): RuntimeValue {
  const found = lookUp(value, name);
  if (found === undefined) throw attributeError(`'${typeNameOf(value)}' object has no attribute '${name}'`);
  return found;
}

function lookUp(value: RuntimeValue, name: string): RuntimeValue | undefined {
  switch (value.type) {
    case 'image':
      return attributesOfImage.get(name)?.(value);
    case 'box':
      return attributesOfBox.get(name)?.(value);
    case 'object':
      return attributesOfObject.get(name)?.(value);
    default:
      return undefined;
  }
}
