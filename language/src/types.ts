/** The types of values. `Any` is what could not be typed: it fits everywhere and reports nothing. */
export type Type =
  | { readonly kind: PrimitiveTypeName }
  | { readonly kind: 'list' | 'set'; readonly element: Type }
  | { readonly kind: 'tuple'; readonly elements: readonly Type[] }
  | { readonly kind: 'dict'; readonly key: Type; readonly value: Type }
  | { readonly kind: 'union'; readonly members: readonly Type[] }
  | { readonly kind: 'function'; readonly parameters: readonly Type[]; readonly returns: Type }
  /** In signatures: stands for the type of the argument that has the same variable, so RESULT(var: T) -> T. */
  | { readonly kind: 'variable'; readonly name: string };

export type PrimitiveTypeName =
  | 'Image'
  | 'ImagePatch'
  | 'VideoSegment'
  | 'Box'
  | 'Object'
  | 'Mask'
  | 'str'
  /** A yes/no answer: a `str` that VisProg reads as a truth value. */
  | 'Answer'
  | 'int'
  | 'float'
  | 'bool'
  | 'None'
  | 'Any';

export const primitive = (kind: PrimitiveTypeName): Type => ({ kind });
export const listOf = (element: Type): Type => ({ kind: 'list', element });

export const IMAGE = primitive('Image');
export const OBJECT = primitive('Object');
export const BOX = primitive('Box');
export const STR = primitive('str');
export const ANSWER = primitive('Answer');
export const INT = primitive('int');
export const FLOAT = primitive('float');
export const BOOL = primitive('bool');
export const NONE = primitive('None');
export const ANY = primitive('Any');

/** As a person writes it: `list[Object]`, `int | str`. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'list':
    case 'set':
      return `${type.kind}[${typeName(type.element)}]`;
    case 'tuple':
      return `tuple[${type.elements.map(typeName).join(', ')}]`;
    case 'dict':
      return `dict[${typeName(type.key)}, ${typeName(type.value)}]`;
    case 'union':
      return type.members.map(typeName).join(' | ');
    case 'function':
      return `(${type.parameters.map(typeName).join(', ')}) -> ${typeName(type.returns)}`;
    case 'variable':
      return type.name;
    default:
      return type.kind;
  }
}
