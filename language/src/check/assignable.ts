import { ANY, FLOAT, type Type, typeName } from '../types.ts';

/** A larger type says nothing to a reader, and types that grow from step to step must not cost more than they help. */
const MOST_PARTS = 40;

/** The type, or Any where it has too many parts. */
export const bounded = (type: Type): Type => (parts(type) > MOST_PARTS ? ANY : type);

function parts(type: Type): number {
  switch (type.kind) {
    case 'list':
    case 'set':
      return 1 + parts(type.element);
    case 'tuple':
      return type.elements.reduce((sum, element) => sum + parts(element), 1);
    case 'dict':
      return 1 + parts(type.key) + parts(type.value);
    case 'union':
      return type.members.reduce((sum, member) => sum + parts(member), 1);
    default:
      return 1;
  }
}

/** Any swallows the rest, as nothing is known then. */
export function unionOf(types: readonly Type[]): Type {
  const members = new Map<string, Type>();
  for (const type of types) {
    for (const member of type.kind === 'union' ? type.members : [type]) members.set(typeName(member), member);
    if (members.has('Any')) return ANY;
  }
  const [only] = members.values();
  return members.size === 1 ? only! : bounded({ kind: 'union', members: [...members.values()] });
}

export const membersOf = (type: Type): readonly Type[] => (type.kind === 'union' ? type.members : [type]);

/** Whether some value of type `given` is a value of type `wanted`: only what cannot fit is a mistake. */
export function assignable(given: Type, wanted: Type): boolean {
  if (given.kind === 'Any' || wanted.kind === 'Any' || given.kind === 'variable' || wanted.kind === 'variable')
    return true;
  if (given.kind === 'union') return given.members.some(member => assignable(member, wanted));
  if (wanted.kind === 'union') return wanted.members.some(member => assignable(given, member));
  if (isText(given) && isText(wanted)) return true;
  switch (wanted.kind) {
    case 'int':
      return given.kind === 'int' || given.kind === 'bool';
    case 'float':
      return isNumber(given);
    case 'Box':
      return given.kind === 'Box' || given.kind === 'Object' || isFourNumbers(given);
    case 'list':
      return given.kind === 'tuple'
        ? given.elements.every(element => assignable(element, wanted.element))
        : given.kind === 'list' && assignable(given.element, wanted.element);
    case 'set':
      return given.kind === 'set' && assignable(given.element, wanted.element);
    case 'dict':
      return given.kind === 'dict' && assignable(given.key, wanted.key) && assignable(given.value, wanted.value);
    case 'tuple':
      return (
        given.kind === 'tuple' &&
        given.elements.length === wanted.elements.length &&
        given.elements.every((element, i) => assignable(element, wanted.elements[i]!))
      );
    default:
      return given.kind === wanted.kind;
  }
}

export const isText = ({ kind }: Type): boolean => kind === 'str' || kind === 'Answer';
export const isNumber = ({ kind }: Type): boolean => kind === 'int' || kind === 'float' || kind === 'bool';

/** A box may be written as the original has it: `[x1, y1, x2, y2]`. */
const isFourNumbers = (type: Type): boolean =>
  type.kind === 'list'
    ? assignable(type.element, FLOAT)
    : type.kind === 'tuple' && type.elements.length === 4 && type.elements.every(element => assignable(element, FLOAT));
