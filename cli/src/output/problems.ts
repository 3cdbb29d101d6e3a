import type { ProblemJson } from '@vprog/runtime/protocol';
import { style } from './style.ts';

const colours = { error: 'red', warning: 'yellow', information: 'blue', hint: 'gray' } as const;

/** `file:line:col severity CODE message`, one-based as editors and linters count. */
export function problemLine(
  file: string,
  problem: ProblemJson,
  stream: NodeJS.WritableStream = process.stdout,
): string {
  const { line, character } = problem.range.start;
  const severity = style(colours[problem.severity], problem.severity, stream);
  return `${file}:${line + 1}:${character + 1} ${severity} ${problem.code} ${problem.message}`;
}

/** `2 errors, 1 warning`; empty where there is nothing to report. */
export function problemCount(problems: readonly ProblemJson[]): string {
  return (['error', 'warning', 'information', 'hint'] as const)
    .map(severity => ({ severity, count: problems.filter(problem => problem.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count > 1 && severity !== 'information' ? 's' : ''}`)
    .join(', ');
}
