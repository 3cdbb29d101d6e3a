import { define } from './define.ts';

/** VP3xx: types and arity. */
export const typeProblems = {
  VP301: define(
    'wrong-argument-type',
    'error',
    (module: string, parameter: string, wanted: string, given: string, advice?: string) =>
      `${module} wants ${wanted} for \`${parameter}\`, but this is ${given}.${advice === undefined ? '' : ` ${advice}`}`,
    { fixable: true },
  ),
  VP302: define(
    'too-many-arguments',
    'error',
    (module: string, wanted: number, given: number) =>
      `${module} takes ${wanted} ${wanted === 1 ? 'argument' : 'arguments'}, but ${given} are given.`,
    { fixable: true },
  ),
  VP303: define(
    'unsupported-operator',
    'error',
    (operator: string, left: string, right: string, advice?: string) =>
      `\`${operator}\` does not work between ${left} and ${right}.${advice === undefined ? '' : ` ${advice}`}`,
  ),
  VP304: define(
    'not-indexable',
    'error',
    (type: string) => `A value of type ${type} has no elements to take by index.`,
  ),
  VP305: define(
    'wrong-index-type',
    'error',
    (given: string) => `A position is a whole number, but this index is ${given}.`,
  ),
  VP306: define(
    'index-out-of-range',
    'error',
    (index: string, length: number, type: string) =>
      `Index ${index} is outside: a value of type ${type} has ${length} elements, 0 to ${length - 1}.`,
  ),
  VP307: define(
    'unsupported-operand',
    'error',
    (operator: string, operand: string) => `\`${operator}\` does not work on ${operand}.`,
  ),
  VP308: define(
    'expect-wrong-type',
    'warning',
    (expected: string, type: string) =>
      `The program returns ${type}, which can never equal ${expected}: this expectation always fails.`,
  ),
  VP309: define(
    'misplaced-positional-argument',
    'error',
    () => 'A positional argument cannot stand after a named one; name it or move it to the front.',
  ),
};
