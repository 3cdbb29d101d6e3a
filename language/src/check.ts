import type { Analysis } from './check/analysis.ts';
import { checkCell } from './check/cell.ts';
import { Reporter } from './check/report.ts';
import type { Environment } from './config.ts';
import { LineIndex } from './line-index.ts';
import type { Parsed } from './parse.ts';

/**
 * Finds what is wrong with the programs of a file, and what every name and expression is. Pure and total, in time
 * linear in the text; a mistake is reported once, at its cause.
 */
export function check(parsed: Parsed, environment: Environment): Analysis {
  const { text, file } = parsed;
  const reporter = new Reporter();
  const lines = new LineIndex(text);
  const errors = parsed.problems.filter(({ severity }) => severity === 'error').map(({ span }) => span.start);
  errors.sort((a, b) => a - b);
  let next = 0;
  const cells = file.cells.map(cell => {
    const first = next;
    while (next < errors.length && errors[next]! <= cell.end) next += 1;
    return checkCell({ cell, text, lines, environment, reporter, broken: next > first });
  });
  const problems = [...parsed.problems, ...reporter.problems];
  problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { parsed, problems, cells };
}
