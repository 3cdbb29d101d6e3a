import { define } from './define.ts';

/** VP1xx: text that is no program, or is one only after some reading between the lines. */
export const syntaxProblems = {
  VP101: define(
    'unclosed-bracket',
    'error',
    (bracket: string, closing: string) =>
      `This \`${bracket}\` is never closed; add \`${closing}\` where it should end.`,
    { fixable: true },
  ),
  VP102: define('unmatched-bracket', 'error', (bracket: string) => `Nothing opens this \`${bracket}\`; remove it.`, {
    fixable: true,
  }),
  VP103: define(
    'unterminated-string',
    'error',
    (quote: string) => `This text has no closing ${quote} on its line; add it where the text ends.`,
    { fixable: true },
  ),
  VP104: define('curly-quotes', 'warning', () => 'Curly quotes do not quote in a program; use straight ones.', {
    fixable: true,
  }),
  VP105: define('missing-value', 'error', (where: string) => `A value is missing ${where}.`),
  VP106: define(
    'missing-comma',
    'warning',
    () => 'A comma is missing before this; VProg reads on as if it stood there.',
    {
      fixable: true,
    },
  ),
  VP107: define('unexpected-text', 'error', (text: string, advice?: string) =>
    advice === undefined
      ? `\`${text}\` cannot stand here; remove or correct it.`
      : `\`${text}\` cannot stand here; ${advice}`,
  ),
  VP108: define(
    'text-after-step',
    'warning',
    () => 'The step ends before this text, which is ignored; remove it or make it a comment.',
    { fixable: true },
  ),
  VP109: define(
    'not-a-step',
    'error',
    (advice = 'write `NAME = MODULE(argument=value)`, or put `#` before a comment.') =>
      `This line is not a step; ${advice}`,
    { fixable: true },
  ),
  VP110: define(
    'text-around-program',
    'hint',
    (text: string) => `"${text}" is no part of the program and is ignored; it can go.`,
    { fixable: true },
  ),
  VP111: define(
    'leading-space',
    'hint',
    () => 'The original VisProg cannot read a step with spaces before it; VProg can.',
    { fixable: true },
  ),
  VP112: define(
    'foreign-operator',
    'hint',
    (written: string, proper: string) => `\`${written}\` is read as \`${proper}\`; write it so.`,
    { fixable: true },
  ),
  VP113: define(
    'nested-too-deeply',
    'error',
    (limit: number) => `This is nested deeper than ${limit} levels; split it into several steps.`,
  ),
  VP114: define(
    'function-form',
    'error',
    () => 'This version runs step programs only, a step a line; function form is not supported yet.',
  ),
  VP115: define(
    'no-steps',
    'warning',
    () => "There is no step here to run; write one as in `BOX0 = LOC(image=IMAGE, object='dog')`.",
  ),
  VP116: define(
    'missing-output-name',
    'error',
    (module: string) => `The output of ${module} needs a name: write \`NAME = ${module}(...)\`.`,
    { fixable: true },
  ),
  VP117: define(
    'one-name-per-step',
    'error',
    () => 'A step gives its output to one name; write one plain name before the `=`.',
  ),
  VP118: define(
    'directive-below-step',
    'hint',
    (name: string) => `@${name} counts for the whole program; it is found more easily above the first step.`,
  ),
  VP119: define(
    'incomplete-directive',
    'warning',
    (name: string, wanted: string) => `@${name} lacks its value; write \`# @${name} ${wanted}\`.`,
  ),
  VP120: define(
    'several-steps-on-a-line',
    'hint',
    () => 'The original VisProg reads one step a line; start a new line here.',
    {
      fixable: true,
    },
  ),
  VP121: define(
    'string-prefix',
    'error',
    (prefix: string) => `A text with the prefix \`${prefix}\` cannot be used in a step; write a plain one.`,
  ),
  VP122: define(
    'bad-escape',
    'error',
    (sequence: string) => `\`${sequence}\` is no complete escape sequence; write \`\\\\\` for a backslash.`,
  ),
  VP123: define('assignment-in-expression', 'warning', () => 'A single `=` cannot compare; it is read as `==`.', {
    fixable: true,
  }),
  VP124: define(
    'reference-to-expression',
    'hint',
    () => 'Braces hold one name; the expression in them is read without.',
  ),
  VP125: define('missing-equals', 'warning', () => 'Between the name and the module stands `=`; it is read so.', {
    fixable: true,
  }),
  VP126: define(
    'unreadable-expectation',
    'warning',
    () => 'This looks like an expression over RESULT but is none, so it is compared with the result as plain text.',
  ),
  VP127: define('stray-character', 'error', (text: string) => `\`${text}\` means nothing here; remove it.`, {
    fixable: true,
  }),
  VP128: define('bad-number', 'error', (why: string) => `This is no number: ${why}.`),
  VP129: define(
    'xor-outside-eval',
    'warning',
    () => '`xor` is known in the text of EVAL only; the original VisProg drops it here.',
  ),
  VP130: define(
    'not-in-operand',
    'error',
    () => '`not` cannot follow this operator; put brackets around `not` and what it negates.',
    { fixable: true },
  ),
  VP199: define(
    'too-many-problems',
    'information',
    (limit: number) => `There are more than ${limit} problems of syntax; those below this are not shown.`,
  ),
};
