import type { Compare, Conditional, Expression, Logical, Subscript } from '@vprog/language';
import { RunError } from '../errors.ts';
import type { RuntimeValue } from '../values.ts';
import { bool, float, int, list, none, str } from '../values.ts';
import { equalAnswers, isTrueAnswer, readAnswer } from './answers.ts';
import { attributeOf } from './attributes.ts';
import type { Budget } from './budget.ts';
import { compareWith, equals } from './compare.ts';
import { isTrue } from './elements.ts';
import { nameError, typeError } from './errors.ts';
import { distinctEntries } from './hashable.ts';
import { limitError } from './limits.ts';
import { binary, setOf, unary } from './operators.ts';
import { slice, subscript } from './subscript.ts';

/** Where an expression is evaluated. */
export interface EvaluationContext {
  readonly variables: ReadonlyMap<string, RuntimeValue>;
  readonly budget: Budget;
  /** Inside an EVAL string, where answers are read as truth values and numbers. */
  readonly inEval?: boolean;
  /** Nesting so far. */
  readonly depth?: number;
}

/**
 * The value of an expression, with CPython's semantics, and VProg's for answers inside EVAL strings. Throws a RunError
 * that says where: at the innermost expression that failed.
 */
export async function evaluate(expression: Expression, context: EvaluationContext): Promise<RuntimeValue> {
  const { budget, depth = 0 } = context;
  try {
    const pause = budget.tick();
    if (pause !== undefined) await pause;
    if (depth >= budget.limits.depth) throw limitError('depth', budget.limits, 'The nesting of this expression');
    return budget.check(await compute(expression, { ...context, depth: depth + 1 }));
  } catch (error) {
    if (error instanceof RunError) error.span ??= { start: expression.start, end: expression.end };
    throw error;
  }
}

async function compute(expression: Expression, context: EvaluationContext): Promise<RuntimeValue> {
  const { limits } = context.budget;
  switch (expression.kind) {
    case 'Name':
      return lookUp(expression.name, context);
    case 'Reference':
      return lookUp(expression.name.name, context);
    case 'Number':
      return expression.type === 'int' ? int(BigInt(expression.value)) : float(Number(expression.value));
    case 'String':
      return str(expression.value);
    case 'Constant':
      return expression.value === null ? none : bool(expression.value);
    case 'EvalString':
      return expression.expression === undefined
        ? notExecutable()
        : evaluate(expression.expression, { ...context, inEval: true });
    case 'List':
      return list(await all(expression.elements, context));
    case 'Tuple':
      return { type: 'tuple', items: await all(expression.elements, context) };
    case 'Set':
      return setOf(await all(expression.elements, context));
    case 'Dict': {
      const entries: [RuntimeValue, RuntimeValue][] = [];
      for (const { key, value } of expression.entries) {
        entries.push([await evaluate(key, context), await evaluate(value, context)]);
      }
      return { type: 'dict', entries: distinctEntries(entries) };
    }
    case 'Unary':
      return unary(expression.operator, await evaluate(expression.operand, context), truthIn(context));
    case 'Binary': {
      const left = await evaluate(expression.left, context);
      return binary(expression.operator, left, await evaluate(expression.right, context), limits);
    }
    case 'Logical':
      return logical(expression, context);
    case 'Compare':
      return compare(expression, context);
    case 'Conditional':
      return conditional(expression, context);
    case 'Attribute':
      return attributeOf(await evaluate(expression.object, context), expression.attribute.name);
    case 'Subscript':
      return element(expression, context);
    case 'Slice':
    case 'Call':
    case 'Error':
      return notExecutable();
  }
}

/** The checker reports these as errors, which stop a run before it begins. */
function notExecutable(): never {
  throw typeError('this is no expression that can be evaluated here');
}

function lookUp(name: string, { variables, inEval = false }: EvaluationContext): RuntimeValue {
  const value = variables.get(name);
  if (value === undefined) throw nameError(name);
  return inEval ? readAnswer(value) : value;
}

async function all(expressions: readonly Expression[], context: EvaluationContext): Promise<readonly RuntimeValue[]> {
  const values: RuntimeValue[] = [];
  for (const expression of expressions) values.push(await evaluate(expression, context));
  return values;
}

const truthIn = ({ inEval = false }: EvaluationContext) => (inEval ? isTrueAnswer : isTrue);

/** `and` and `or` give the operand that decides, as in Python; `xor` gives a truth value. */
async function logical({ operator, operands }: Logical, context: EvaluationContext): Promise<RuntimeValue> {
  const truth = truthIn(context);
  let result = await evaluate(operands[0]!, context);
  for (const operand of operands.slice(1)) {
    if (operator === 'xor') {
      result = bool(truth(result) !== truth(await evaluate(operand, context)));
    } else {
      if (truth(result) === (operator === 'or')) return result;
      result = await evaluate(operand, context);
    }
  }
  return result;
}

async function compare({ first, rest }: Compare, context: EvaluationContext): Promise<RuntimeValue> {
  let left = await evaluate(first, context);
  let result: RuntimeValue = bool(true);
  for (const { operator, operand } of rest) {
    const right = await evaluate(operand, context);
    result = compareWith(operator, left, right, context.inEval ? equalAnswers : equals);
    if (!isTrue(result)) return result;
    left = right;
  }
  return result;
}

async function conditional(expression: Conditional, context: EvaluationContext): Promise<RuntimeValue> {
  const holds = truthIn(context)(await evaluate(expression.test, context));
  return evaluate(holds ? expression.then : expression.otherwise, context);
}

async function element({ object, index }: Subscript, context: EvaluationContext): Promise<RuntimeValue> {
  const value = await evaluate(object, context);
  if (index.kind !== 'Slice') return subscript(value, await evaluate(index, context));
  const bound = async (expression: Expression | undefined): Promise<RuntimeValue> =>
    expression === undefined ? none : evaluate(expression, context);
  const [lower, upper, step] = [await bound(index.lower), await bound(index.upper), await bound(index.step)];
  return slice(value, { lower, upper, step });
}
