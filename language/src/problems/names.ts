import { define } from './define.ts';

/** With a space before it, where there is one. */
const sentence = (suggestion: string | undefined): string => (suggestion === undefined ? '' : ` ${suggestion}`);

/** VP2xx: names and arguments. */
export const nameProblems = {
  VP201: define(
    'unknown-module',
    'error',
    (name: string, suggestion?: string) => `There is no module ${name}.${sentence(suggestion)}`,
    { fixable: true },
  ),
  VP202: define(
    'unknown-argument',
    'warning',
    (module: string, name: string, advice: string) => `${module} has no argument \`${name}\`${advice}`,
    { fixable: true },
  ),
  VP203: define(
    'missing-argument',
    'error',
    (module: string, name: string, type: string, advice?: string) =>
      `${module} needs the argument \`${name}\` (${type}).${sentence(advice)}`,
    { fixable: true },
  ),
  VP204: define(
    'duplicate-argument',
    'warning',
    (module: string, name: string) => `${module} is given \`${name}\` twice and uses the last; keep one.`,
    { fixable: true },
  ),
  VP205: define(
    'undefined-variable',
    'error',
    (name: string, suggestion?: string) => `No step above gives ${name} a value.${sentence(suggestion)}`,
    { fixable: true },
  ),
  VP206: define(
    'used-before-assignment',
    'error',
    (name: string, line: number) =>
      `${name} gets its value only on line ${line}, below this use; move that step above this one.`,
  ),
  VP207: define(
    'unknown-directive',
    'warning',
    (name: string, suggestion?: string) =>
      `There is no directive @${name}, so this line is an ordinary comment.${
        sentence(suggestion) || ' Known are @question, @image, @input, @expect, @case and @profile.'
      }`,
    { fixable: true },
  ),
  VP208: define(
    'missing-file',
    'warning',
    (path: string) => `The file \`${path}\` does not exist; paths are relative to the program's folder.`,
  ),
  VP209: define(
    'variable-named-like-module',
    'hint',
    (name: string) => `The variable ${name} has the name of a module; another name is easier to read.`,
  ),
  VP210: define(
    'unknown-attribute',
    'error',
    (type: string, name: string, advice: string) => `${type} has no attribute \`${name}\`${advice}.`,
    { fixable: true },
  ),
  VP211: define(
    'not-a-module-call',
    'error',
    () => 'A step calls one module by its name: `NAME = MODULE(argument=value)`.',
  ),
  VP212: define(
    'call-in-expression',
    'error',
    (name: string, advice: string) => `${name} cannot be called here; ${advice}.`,
  ),
  VP213: define(
    'module-as-value',
    'error',
    (name: string) => `${name} is a module, not a value; call it in a step of its own and use the step's name.`,
  ),
  VP299: define(
    'too-many-findings',
    'information',
    (limit: number) => `There are more than ${limit} warnings and hints; those after this are not shown.`,
  ),
};
