import type { ModuleSignature } from './signature.ts';

const T = { kind: 'variable', name: 'T' } as const;

export const result: ModuleSignature = {
  name: 'RESULT',
  parameters: [{ name: 'var', type: T, doc: 'The value to return: a variable, or an expression over variables.' }],
  returns: T,
  doc: `Ends the program with its answer.

The answer is the value of \`var\`. An expression such as \`ANSWER0 or ANSWER1\` is evaluated; the original VisProg keeps only its first name.`,
  example: 'FINAL = RESULT(var=ANSWER0)',
};
