import type { ComparisonOperator, Expression } from '../ast.ts';
import { problem } from '../problems.ts';
import { join } from '../span.ts';
import { type Type, typeName } from '../types.ts';
import { assignable, isNumber, isText, membersOf } from './assignable.ts';
import { type Flow, readsAnswers } from './flow.ts';
import { countAdvice } from './operators.ts';

interface Side {
  readonly expression: Expression;
  readonly type: Type;
}

/** Reports an order that Python refuses, and an equality that never or always holds. */
export function checkComparison(operator: ComparisonOperator, left: Side, right: Side, flow: Flow): void {
  const span = join(left.expression, right.expression);
  const names = [typeName(left.type), typeName(right.type)] as const;
  const some = (fits: (a: Type, b: Type) => boolean): boolean =>
    membersOf(left.type).some(a => membersOf(right.type).some(b => a.kind === 'Any' || b.kind === 'Any' || fits(a, b)));
  switch (operator) {
    case '<':
    case '<=':
    case '>':
    case '>=':
      if (!some(ordered)) {
        const advice = countAdvice(left.type, right.type);
        flow.reporter.add(problem('VP303', span, [operator, ...names, advice]));
      }
      return;
    case 'in':
    case 'not in':
      if (!some(contains)) flow.reporter.add(problem('VP303', span, [operator, ...names, undefined]));
      return;
    case '==':
    case '!=': {
      const canEqual =
        some((a, b) => equatable(a, b, readsAnswers(flow))) &&
        !isOtherText(left, right, flow) &&
        !isOtherText(right, left, flow);
      if (!canEqual) {
        const advice = isNumber(left.type) || isNumber(right.type) ? countAdvice(left.type, right.type) : undefined;
        flow.reporter.add(problem('VP405', span, [...names, operator === '==' ? 'False' : 'True', advice]));
      }
      return;
    }
    default:
      return;
  }
}

const mayBeNumber = (type: Type): boolean => isNumber(type) || type.kind === 'Answer';

const ordered = (a: Type, b: Type): boolean =>
  (mayBeNumber(a) && mayBeNumber(b)) ||
  (isText(a) && isText(b)) ||
  (a.kind === b.kind && (a.kind === 'list' || a.kind === 'tuple' || a.kind === 'set')) ||
  (isListLike(a) && isListLike(b));

const isListLike = ({ kind }: Type): boolean => kind === 'list' || kind === 'Box';

function contains(item: Type, container: Type): boolean {
  switch (container.kind) {
    case 'list':
    case 'set':
    case 'dict':
    case 'tuple':
    case 'Box':
    case 'Object':
      return true;
    case 'str':
    case 'Answer':
      return isText(item);
    default:
      return false;
  }
}

function equatable(a: Type, b: Type, inEval: boolean): boolean {
  if (isNumber(a) && isNumber(b)) return true;
  if (inEval && ((isText(a) && isNumber(b)) || (isNumber(a) && isText(b)))) return true;
  return assignable(a, b) || assignable(b, a);
}

/** A number is never a text that is no number, nor a truth value one but yes and no. */
function isOtherText(number: Side, text: Side, flow: Flow): boolean {
  if (!isNumber(number.type) || text.expression.kind !== 'String' || !readsAnswers(flow)) return false;
  const word = text.expression.value.trim().toLowerCase();
  const isTruth = word === 'yes' || word === 'no';
  return !/^[0-9]+$/.test(text.expression.value) && !(isTruth && number.type.kind === 'bool');
}
