import type { Expression } from '../../ast.ts';
import type { Fix } from '../../problem.ts';
import { problem } from '../../problems.ts';
import type { Flow } from '../flow.ts';
import type { Rule, StepFacts } from './rule.ts';

/** The original takes one token for each argument: of an expression it keeps the first word, or fails. */
export const originalRule: Rule = (facts, flow) => {
  const { call, signature } = facts.step;
  for (const { value } of call.args) {
    if (isOneToken(value)) continue;
    const kept = /^(?!not\b|lambda\b)[A-Za-z_]\w*/.exec(
      flow.text.slice(value.start, Math.min(value.end, value.start + 200)),
    )?.[0];
    if (kept === undefined) {
      flow.reporter.add(problem('VP403', value, [nameOf(value)]));
    } else {
      const fixes = signature.name === 'RESULT' ? evalFix(value, facts, flow) : [];
      flow.reporter.add(problem('VP402', value, [kept], { fixes }));
    }
  }
};

function isOneToken({ kind }: Expression): boolean {
  return (
    kind === 'Name' ||
    kind === 'Number' ||
    kind === 'String' ||
    kind === 'Constant' ||
    kind === 'EvalString' ||
    kind === 'Error'
  );
}

function nameOf({ kind }: Expression): string {
  switch (kind) {
    case 'List':
      return 'a list';
    case 'Tuple':
    case 'Set':
    case 'Dict':
      return 'a collection';
    case 'Unary':
      return 'a sign or `not`';
    default:
      return 'an expression';
  }
}

/** An EVAL step above, whose output RESULT returns. */
function evalFix(value: Expression, { step }: StepFacts, { text, scope }: Flow): Fix[] {
  const source = text.slice(value.start, value.end);
  if (/["'\\\n{}]/.test(source)) return [];
  const braced = source.replace(/\b[A-Za-z_]\w*\b/g, word => (scope.has(word) ? `{${word}}` : word));
  let number = 0;
  while (scope.has(`EVAL${number}`)) number += 1;
  const { start } = step.statement;
  const edits = [
    { span: { start, end: start }, newText: `EVAL${number} = EVAL(expr='${braced}')\n` },
    { span: value, newText: `EVAL${number}` },
  ];
  return [{ title: 'Move the expression to an EVAL step', edits }];
}
