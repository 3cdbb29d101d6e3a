import type { Expression } from '../ast.ts';
import { problem } from '../problems.ts';
import { ANY, INT, listOf, STR, type Type, typeName } from '../types.ts';
import { isText, membersOf, unionOf } from './assignable.ts';
import type { Flow } from './flow.ts';

/** `container[index]`. */
export function indexed(container: Type, index: Expression, indexType: Type, object: Expression, flow: Flow): Type {
  const results = membersOf(container).flatMap(member => elementOf(member, index) ?? []);
  if (results.length === 0) return notIndexable(container, object, flow);
  if (container.kind !== 'dict' && !membersOf(indexType).some(isPosition)) {
    flow.reporter.add(problem('VP305', index, [typeName(indexType)]));
    return ANY;
  }
  const length = fixedLength(container);
  const position = constantIndex(index);
  if (length !== undefined && position !== undefined && (position >= length || position < -length)) {
    flow.reporter.add(problem('VP306', index, [String(position), length, typeName(container)]));
    return ANY;
  }
  return unionOf(results);
}

/** `container[lower:upper]`. */
export function sliced(container: Type, object: Expression, flow: Flow): Type {
  const results = membersOf(container).flatMap(member => {
    if (member.kind === 'Any' || member.kind === 'list' || isText(member)) return [member];
    if (member.kind === 'Box' || member.kind === 'Object') return [listOf(INT)];
    return member.kind === 'tuple' ? [ANY] : [];
  });
  return results.length > 0 ? unionOf(results) : notIndexable(container, object, flow);
}

function notIndexable(container: Type, object: Expression, flow: Flow): Type {
  flow.reporter.add(problem('VP304', object, [typeName(container)]));
  return ANY;
}

function elementOf(type: Type, index: Expression): Type | undefined {
  switch (type.kind) {
    case 'Any':
      return ANY;
    case 'list':
      return type.element;
    case 'dict':
      return type.value;
    case 'str':
    case 'Answer':
      return STR;
    case 'Box':
    case 'Object':
      return INT;
    case 'tuple': {
      const position = constantIndex(index);
      const element = position === undefined ? undefined : type.elements.at(position);
      return element ?? (type.elements.length === 0 ? ANY : unionOf(type.elements));
    }
    default:
      return undefined;
  }
}

const isPosition = ({ kind }: Type): boolean =>
  kind === 'int' || kind === 'bool' || kind === 'Answer' || kind === 'Any';

/** A box has four numbers. */
const fixedLength = (type: Type): number | undefined =>
  type.kind === 'Box' || type.kind === 'Object' ? 4 : type.kind === 'tuple' ? type.elements.length : undefined;

function constantIndex(index: Expression): number | undefined {
  if (index.kind === 'Number' && index.type === 'int') return Number(index.value);
  const negative = index.kind === 'Unary' && index.operator === '-' ? constantIndex(index.operand) : undefined;
  return negative === undefined ? undefined : -negative;
}
