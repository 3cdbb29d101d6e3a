import { define } from './define.ts';

/** VP4xx: programs that run and are likely to answer wrongly. */
export const meaningProblems = {
  VP401: define(
    'compares-truth-with-text',
    'hint',
    (name: string, text: string) =>
      `VProg compares the answer ${name} with '${text}' as meant; the original VisProg turns yes and no into truth values first, so there it is never equal. \`{${name}}\` alone means the same in both.`,
    { fixable: true },
  ),
  VP402: define(
    'dropped-operand',
    'hint',
    (kept: string) =>
      `The original VisProg reads only ${kept} here and drops the rest silently; VProg evaluates the whole expression. An EVAL step means the same in both.`,
    { fixable: true },
  ),
  VP403: define(
    'unreadable-in-original',
    'hint',
    (what: string) => `The original VisProg cannot read ${what} as an argument; VProg can.`,
  ),
  VP404: define(
    'mixed-logic',
    'warning',
    (operators: string) =>
      `${operators} stand together without brackets, and VisProg and people read that differently; add brackets to say which belongs together.`,
    { fixable: true },
  ),
  VP405: define(
    'answer-compared-with-wrong-type',
    'warning',
    (given: string, other: string) => `This compares ${given} with ${other}; the two are never equal.`,
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
    (half: string, share: string) =>
      `CROP enlarges its box by half, so after LOC '${half}' it keeps ${share} of the picture and not 50 %.`,
  ),
  VP408: define(
    'count-of-text',
    'warning',
    (name: string) => `This counts the characters of the text ${name}; did you mean to count what a LOC step found?`,
  ),
  VP409: define(
    'question-ends-early',
    'hint',
    () => 'The original VisProg ends this text at the apostrophe; VProg reads it whole.',
  ),
  VP410: define(
    'compares-unequal-types',
    'warning',
    (left: string, right: string, value: string) =>
      `${left} never equals ${right}: this comparison is always ${value}.`,
  ),
  VP411: define(
    'depth-module-is-crop',
    'hint',
    (module: string) => `${module} knows no depth: it crops exactly as CROP does, in the original too.`,
  ),
  VP412: define(
    'magic-word-in-lower-case',
    'hint',
    (word: string) =>
      `LOC looks for an object called '${word}'; for the ${word} half of the picture write '${word.toUpperCase()}'.`,
    { fixable: true },
  ),
};
