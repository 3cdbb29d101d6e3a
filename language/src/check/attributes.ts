import { BOX, FLOAT, IMAGE, INT, NONE, primitive, STR, type Type } from '../types.ts';

const orNone = (type: Type): Type => ({ kind: 'union', members: [type, NONE] });

/** What can be asked of a value by name. */
export const attributesByType: ReadonlyMap<Type['kind'], ReadonlyMap<string, Type>> = new Map([
  [
    'Object',
    new Map([
      ['box', BOX],
      ['category', STR],
      ['score', FLOAT],
      ['mask', orNone(primitive('Mask'))],
      ['class', orNone(STR)],
      ['class_score', orNone(FLOAT)],
    ]),
  ],
  [
    'Box',
    new Map([
      ['x1', INT],
      ['y1', INT],
      ['x2', INT],
      ['y2', INT],
      ['width', INT],
      ['height', INT],
    ]),
  ],
  [
    IMAGE.kind,
    new Map<string, Type>([
      ['width', INT],
      ['height', INT],
      ['size', { kind: 'tuple', elements: [INT, INT] }],
      ['shape', { kind: 'tuple', elements: [INT, INT, INT] }],
    ]),
  ],
]);
