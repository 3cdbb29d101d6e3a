import { define } from './define.ts';

/** VP4xx: programs that run and are likely to answer wrongly. */
export const meaningProblems = {
  VP401: define(
    'compares-truth-with-text',
    'hint',
    (name: string, text: string) =>
      `VProg compares ${name} with '${text}' as meant; the original VisProg makes yes and no truth values first, so there it never equals a text. \`${name}\` alone means the same in both.`,
    { fixable: true },
  ),
  VP402: define(
    'dropped-operand',
    'hint',
    (kept: string) =>
      `The original VisProg reads only ${kept} here and drops the rest silently; VProg evaluates the whole expression.`,
    { fixable: true },
  ),
  VP403: define(
    'unreadable-in-original',
    'hint',
    (what: string) => `The original VisProg cannot read ${what} as an argument; VProg can.`,
    { fixable: true },
  ),
  VP404: define(
    'mixed-logic',
    'warning',
    (operators: string) =>
      `${operators} stand together without brackets, and the original VisProg binds \`xor\` tighter than VProg and people do; add brackets to say which belongs together.`,
    { fixable: true },
  ),
  VP405: define(
    'never-equal',
    'warning',
    (left: string, right: string, value: string, advice?: string) =>
      `A value of type ${left} never equals one of type ${right}, so this is always ${value}.${advice === undefined ? '' : ` ${advice}`}`,
  ),
  VP406: define(
    'crop-may-fall-back',
    'hint',
    (module: string, name: string, fallback: string) =>
      `Where ${name} finds nothing, ${module} gives ${fallback} and the program goes on; COUNT(box=${name}) tells the two apart.`,
  ),
  VP407: define(
    'crop-enlarges-half',
    'hint',
    (module: string, half: string, side: string) =>
      `${module} enlarges its box by half, so of LOC's '${half}' it keeps 62.5 % of the picture's ${side}, not 50 %.`,
  ),
  VP408: define(
    'counts-something-else',
    'warning',
    (what: string) => `This counts ${what}; COUNT is meant for the list that a step such as LOC finds.`,
  ),
  VP409: define(
    'question-ends-early',
    'warning',
    () =>
      'A quote within this text closes it early: the original VisProg drops what follows, VProg reads it whole; use the other quotes around it.',
    { fixable: true },
  ),
  VP410: define(
    'bare-name-in-eval',
    'hint',
    (name: string) => `The original VisProg knows variables in EVAL only in braces: \`{${name}}\`; VProg reads both.`,
    { fixable: true },
  ),
  VP411: define(
    'magic-word-in-lower-case',
    'hint',
    (word: string) =>
      `LOC looks for an object called '${word}'; for the ${word} half of the picture write '${word.toUpperCase()}'.`,
    { fixable: true },
  ),
};
