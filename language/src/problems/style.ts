import { define } from './define.ts';

/** VP6xx: style and dead code. */
export const styleProblems = {
  VP601: define('unused-step', 'hint', (name: string) => `No later step uses ${name}.`, { fixable: true }),
  VP602: define(
    'no-result',
    'hint',
    (name: string) => `The program ends without RESULT; its answer is that of the last step, ${name}.`,
    { fixable: true },
  ),
  VP603: define(
    'overwritten-step',
    'hint',
    (name: string, line: number) => `The value of ${name} is never used: line ${line} gives it a new one.`,
  ),
  VP604: define(
    'step-after-result',
    'hint',
    () => 'The answer of a program is that of its last step, so this step after RESULT replaces it; end with RESULT.',
  ),
  VP605: define('unused-input', 'hint', (name: string) => `No step reads the picture ${name}.`),
};
