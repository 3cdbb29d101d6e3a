import { BOXES, COUNTABLE, OBJECTS } from '../catalogue/parameters.ts';
import { type Type, typeName } from '../types.ts';

/** The long unions of the catalogue, as a person says it. */
export function wantedName(type: Type): string {
  if (type.kind === 'variable') return 'a value';
  if (type === BOXES) return 'what LOC finds: list[Object], Object or Box';
  if (type === OBJECTS) return 'objects: list[Object]';
  return type === COUNTABLE ? 'a list' : typeName(type);
}

/** Whether the argument is meant to be what a step has found. */
export const wantsObjects = (type: Type): boolean => type === BOXES || type === OBJECTS || type === COUNTABLE;

export const findAdvice = 'A LOC step finds objects in a picture.';
