import { LineIndex } from '@vprog/language';
import type { ExpectationResult, ProblemJson, Step, Trace, Value } from '@vprog/runtime/protocol';
import type { Program } from '../program.ts';
import { problemLine } from './problems.ts';
import { style } from './style.ts';
import { count, valueText } from './value.ts';

/** A finished step: its text, what it gave, and how long it took; a warning stands on a line of its own. */
export function stepText(step: Step, file: string): string {
  const text = oneLine(step.text);
  const time = step.cached ? 'cached' : `${Math.round(step.ms)} ms`;
  const lines = [
    step.output === undefined
      ? text
      : `${text}   ${style('cyan', `[${valueText(step.output)}]`)}   ${style('dim', time)}`,
    ...step.warnings.map(warning => `    ${style('yellow', 'warning')} ${warning}`),
  ];
  if (step.error !== undefined) lines.push(`    ${problemLine(file, step.error)}`);
  return lines.join('\n');
}

/** What a run came to: the result, each expectation, and the error where no step and no expectation has shown it. */
export function outcomeText(trace: Trace, { file, text }: Pick<Program, 'file' | 'text'>): string {
  const lines: string[] = [];
  const { result, expectations, error, steps, device } = trace;
  if (result !== undefined) lines.push(`Result: ${style('bold', answerText(result))}`);
  lines.push(...expectations.map(expectation => expectationText(expectation, file)));
  const shown = new Set([
    ...steps.map(step => step.error?.code),
    ...expectations.map(({ ok }) => (ok ? undefined : expectationFailed)),
  ]);
  if (error !== undefined && !shown.has(error.code)) lines.push(problemLine(file, hinted(error, text)));
  const { cached, ms, modelMs } = trace.totals;
  const counted = `${count(trace.totals.steps, 'step', 'steps')}${cached > 0 ? `, ${cached} cached` : ''}`;
  const times = `in ${Math.round(ms)} ms (models ${Math.round(modelMs)} ms)`;
  lines.push(style('dim', `${counted} ${times}${device === undefined ? '' : ` on ${device}`}`));
  return lines.join('\n');
}

/** A picture that is missing can be given on the command line, which the runtime knows nothing of. */
function hinted(problem: ProblemJson, text: string): ProblemJson {
  if (problem.code !== 'VP710') return problem;
  const lines = new LineIndex(text);
  const name = text.slice(lines.offsetAt(problem.range.start), lines.offsetAt(problem.range.end));
  return { ...problem, message: `${problem.message} For this run only: --input ${name}=PATH.` };
}

/** The answer of a program whole, a text without quotes. */
const answerText = (value: Value): string => (value.type === 'str' ? String(value.value) : valueText(value));

const expectationFailed = 'VP790';

function expectationText({ ok, expected, got, range }: ExpectationResult, file: string): string {
  if (ok) return `${style('green', 'as expected')}: ${expected}`;
  const message = `Expected ${expected}, but got ${got}.`;
  return problemLine(file, {
    code: expectationFailed,
    name: 'expectation-failed',
    severity: 'error',
    message,
    range,
  });
}

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ');
