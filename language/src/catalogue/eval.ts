import type { ModuleSignature } from './signature.ts';

const T = { kind: 'variable', name: 'T' } as const;

export const evaluate: ModuleSignature = {
  name: 'EVAL',
  parameters: [
    {
      name: 'expr',
      type: T,
      doc: "The expression as a text, with variables in braces: `'{N0} > 1'`.",
      expression: true,
    },
  ],
  returns: T,
  doc: `Computes an expression over the results of earlier steps.

Variables stand in braces: \`{ANSWER0}\`. Python's operators are understood, and \`xor\` for two truth values that differ. An answer \`yes\` or \`no\` counts as True or False, and an answer made of digits as a number.

\`and\` binds tighter than \`or\`; where \`xor\` is mixed with either, write brackets. The text is an expression of VProg and is never handed to another interpreter.`,
  example: "ANSWER0 = EVAL(expr='{N0} >= 2')",
};
