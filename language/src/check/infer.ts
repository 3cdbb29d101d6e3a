import type { Attribute, Call, Compare, Expression, Logical, Subscript } from '../ast.ts';
import { similar } from '../distance.ts';
import { problem } from '../problems.ts';
import { ANSWER, ANY, BOOL, FLOAT, INT, listOf, NONE, OBJECT, STR, type Type, typeName } from '../types.ts';
import { bounded, membersOf, unionOf } from './assignable.ts';
import { attributesByType } from './attributes.ts';
import { checkComparison } from './compare.ts';
import { type Flow, readsAnswers, sourceOf } from './flow.ts';
import { indexed, sliced } from './index-type.ts';
import { useName } from './names.ts';
import { binaryType, unaryType } from './operators.ts';
import { bareName, comparesTruth, mixedLogic } from './rules/eval.ts';

/** The type of an expression; reports what cannot work in it, each mistake once, and gives Any for it. */
export function infer(expression: Expression, flow: Flow): Type {
  const type = bounded(typeOf(expression, flow));
  flow.types.set(expression, type);
  return type;
}

function typeOf(expression: Expression, flow: Flow): Type {
  const of = (part: Expression): Type => infer(part, flow);
  switch (expression.kind) {
    case 'Name': {
      const type = asRead(useName(expression, flow), flow);
      bareName(expression, flow);
      return type;
    }
    case 'Reference': {
      const type = asRead(useName(expression.name, flow), flow);
      flow.types.set(expression.name, type);
      return type;
    }
    case 'Number':
      return expression.type === 'int' ? INT : FLOAT;
    case 'String':
      return STR;
    case 'Constant':
      return expression.value === null ? NONE : BOOL;
    case 'EvalString':
      return expression.expression === undefined ? ANY : infer(expression.expression, { ...flow, reads: 'eval' });
    case 'List':
      return listOf(elementType(expression.elements.map(of)));
    case 'Set':
      return { kind: 'set', element: elementType(expression.elements.map(of)) };
    case 'Tuple':
      return { kind: 'tuple', elements: expression.elements.map(of) };
    case 'Dict': {
      const entries = expression.entries.map(({ key, value }) => [of(key), key === value ? ANY : of(value)] as const);
      return {
        kind: 'dict',
        key: elementType(entries.map(([key]) => key)),
        value: elementType(entries.map(([, value]) => value)),
      };
    }
    case 'Unary':
      return unaryType(expression, of(expression.operand), flow);
    case 'Binary':
      return binaryType(expression, of(expression.left), of(expression.right), flow);
    case 'Logical':
      return logicalType(expression, flow);
    case 'Compare':
      return compareType(expression, flow);
    case 'Conditional':
      of(expression.test);
      return unionOf([of(expression.then), of(expression.otherwise)]);
    case 'Attribute':
      return attributeType(expression, of(expression.object), flow);
    case 'Subscript':
      return subscriptType(expression, flow);
    case 'Call':
      return innerCall(expression, flow);
    case 'Slice':
      for (const bound of [expression.lower, expression.upper, expression.step]) if (bound !== undefined) of(bound);
      return ANY;
    case 'Error':
      return ANY;
  }
}

/** EVAL reads the text of a model's answer as a truth value or number where it is one. */
const asRead = (type: Type, flow: Flow): Type => (readsAnswers(flow) && type.kind === 'str' ? ANSWER : type);

const elementType = (types: readonly Type[]): Type => (types.length === 0 ? ANY : unionOf(types));

function logicalType(expression: Logical, flow: Flow): Type {
  const { operator, operands } = expression;
  const types = operands.map(operand => infer(operand, flow));
  mixedLogic(expression, flow);
  return operator === 'xor' ? BOOL : unionOf(types);
}

function compareType(expression: Compare, flow: Flow): Type {
  const { first, rest } = expression;
  let left = { expression: first, type: infer(first, flow) };
  for (const { operator, operand } of rest) {
    const right = { expression: operand, type: infer(operand, flow) };
    checkComparison(operator, left, right, flow);
    left = right;
  }
  comparesTruth(expression, flow);
  return BOOL;
}

function attributeType({ object, attribute }: Attribute, type: Type, flow: Flow): Type {
  if (type.kind === 'Any') return ANY;
  const found = membersOf(type).flatMap(member => attributesByType.get(member.kind)?.get(attribute.name) ?? []);
  if (found.length > 0) return unionOf(found);
  const names = [...(attributesByType.get(type.kind)?.keys() ?? [])];
  const fixes = similar(attribute.name, names)
    .slice(0, 1)
    .map(name => ({ title: `Change to \`${name}\``, edits: [{ span: attribute, newText: name }] }));
  const first = type.kind === 'list' && attributesByType.get(type.element.kind)?.has(attribute.name) === true;
  const known = names.length === 0 ? '' : `; it has ${names.map(name => `\`${name}\``).join(', ')}`;
  const advice = first ? `; its elements have: write \`${sourceOf(flow, object)}[0].${attribute.name}\`` : known;
  flow.reporter.add(problem('VP210', attribute, [typeName(type), attribute.name, advice], { fixes }));
  return ANY;
}

function subscriptType({ object, index }: Subscript, flow: Flow): Type {
  const container = infer(object, flow);
  const indexType = infer(index, flow);
  if (index.kind === 'Slice') return sliced(container, object, flow);
  const isObject = container.kind === OBJECT.kind && index.kind === 'String';
  const named = isObject ? attributesByType.get(OBJECT.kind)?.get(index.value) : undefined;
  return named ?? indexed(container, index, indexType, object, flow);
}

/** Modules are called by steps; nothing else can be called. */
function innerCall({ callee, args }: Call, flow: Flow): Type {
  for (const { value } of args) infer(value, flow);
  if (callee.kind === 'Attribute') infer(callee.object, flow);
  const name =
    callee.kind === 'Name' ? callee.name : callee.kind === 'Attribute' ? `.${callee.attribute.name}` : undefined;
  flow.reporter.add(problem('VP212', callee, [name === undefined ? 'This' : `\`${name}\``, adviceFor(name)]));
  const returns = name === undefined ? undefined : flow.modules.get(name)?.returns;
  return returns === undefined || returns.kind === 'variable' ? ANY : returns;
}

function adviceFor(name: string | undefined): string {
  if (name === 'len') return 'a COUNT step counts';
  return name?.startsWith('.') === true
    ? 'values have no methods in a step'
    : 'call a module in a step of its own and use the name of that step';
}
