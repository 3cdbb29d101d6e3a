import type { ExpectationResult, Step, Trace, Value } from '@vprog/runtime/protocol';
import { problemLine } from './problems.ts';
import { style } from './style.ts';
import { valueText } from './value.ts';

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

/** What a run came to: the result, each expectation, and the error where no step has shown it. */
export function outcomeText(trace: Trace, file: string): string {
  const lines: string[] = [];
  if (trace.result !== undefined) lines.push(`Result: ${style('bold', answerText(trace.result))}`);
  lines.push(...trace.expectations.map(expectationText));
  const shown = trace.steps.some(step => step.error !== undefined) || trace.expectations.some(({ ok }) => !ok);
  if (trace.error !== undefined && !shown) lines.push(problemLine(file, trace.error));
  const { steps, cached, ms, modelMs } = trace.totals;
  lines.push(
    style(
      'dim',
      `${steps} steps${cached > 0 ? `, ${cached} cached` : ''} in ${Math.round(ms)} ms (models ${Math.round(modelMs)} ms) on ${trace.device}`,
    ),
  );
  return lines.join('\n');
}

/** The answer of a program whole, a text without quotes. */
const answerText = (value: Value): string => (value.type === 'str' ? String(value.value) : valueText(value));

const expectationText = ({ ok, expected, got }: ExpectationResult): string =>
  ok ? `${style('green', 'as expected')}: ${expected}` : `${style('red', 'expected')} ${expected}, got ${got}`;

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ');
