import type { Argument, Expression } from '../../ast.ts';
import type { Fix } from '../../problem.ts';
import { problem } from '../../problems.ts';
import type { Span } from '../../span.ts';
import { type Flow, sourceOf } from '../flow.ts';
import type { Rule, StepFacts } from './rule.ts';

/** Enough of an argument to see its first word. */
const GLANCE = 200;

/** The original takes one token for each argument: of an expression it keeps the first word, or fails. */
export const originalRule: Rule = (facts, flow) => {
  const { call, signature } = facts.step;
  // EVAL's expression is a text, or an error of its own.
  if (signature.parameters.some(({ expression }) => expression === true)) return;
  for (const argument of call.args) {
    const { value } = argument;
    const span = valueSpan(argument, flow);
    const begins = flow.text.slice(span.start, Math.min(span.end, span.start + GLANCE));
    if (value.kind === 'Error' || (isOneToken(value) && !begins.startsWith('('))) continue;
    const fixes = signature.name === 'RESULT' ? evalFix(span, facts, flow) : [];
    const kept = /^(?!not\b|lambda\b)[A-Za-z_]\w*/.exec(begins)?.[0];
    flow.reporter.add(
      kept === undefined
        ? problem('VP403', span, [nameOf(value)], { fixes })
        : problem('VP402', span, [kept], { fixes }),
    );
  }
};

/** With the brackets around it. */
function valueSpan({ start, end, name }: Argument, { text }: Flow): Span {
  if (name === undefined) return { start, end };
  const before = /^\s*=\s*/.exec(text.slice(name.end, Math.min(end, name.end + GLANCE)))?.[0].length ?? 0;
  return { start: name.end + before, end };
}

const tokens = new Set(['Name', 'Number', 'String', 'Constant', 'EvalString']);
const isOneToken = ({ kind }: Expression): boolean => tokens.has(kind);

function nameOf(value: Expression): string {
  switch (value.kind) {
    case 'List':
      return 'a list';
    case 'Tuple':
    case 'Set':
    case 'Dict':
      return 'a collection';
    case 'Unary':
      return value.operator === 'not' ? '`not`' : 'a sign';
    default:
      return 'brackets';
  }
}

/** An EVAL step above, whose output RESULT returns. */
function evalFix(span: Span, { step }: StepFacts, flow: Flow): Fix[] {
  const { scope } = flow;
  const source = sourceOf(flow, span);
  if (/["'\\\n{}]/.test(source)) return [];
  const braced = source.replace(/\b[A-Za-z_]\w*\b/g, word => (scope.has(word) ? `{${word}}` : word));
  let number = 0;
  while (scope.has(`EVAL${number}`)) number += 1;
  const { start } = step.statement;
  const edits = [
    { span: { start, end: start }, newText: `EVAL${number} = EVAL(expr='${braced}')\n` },
    { span, newText: `EVAL${number}` },
  ];
  return [{ title: 'Move the expression to an EVAL step', edits }];
}
