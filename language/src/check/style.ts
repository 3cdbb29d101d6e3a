import type { Cell } from '../ast.ts';
import type { Fix } from '../problem.ts';
import { problem } from '../problems.ts';
import type { StepInfo } from './analysis.ts';
import { bindingsOf } from './directives.ts';
import type { Flow } from './flow.ts';

/** Dead code, said of programs that are otherwise right: in others it follows from the mistake. */
export function checkStyle(cell: Cell, steps: readonly StepInfo[], flow: Flow): void {
  const { scope, reporter } = flow;
  const last = steps.at(-1);
  const firstResult = steps.findIndex(isResult);
  const lastOf = new Map(steps.map(step => [step.name.name, step]));
  for (const step of steps) {
    const { name } = step;
    if (step === last || isResult(step) || lastOf.get(name.name) !== step || !scope.isUnread(name.name)) continue;
    reporter.add(problem('VP601', name, [name.name], { fixes: [removeStep(step, flow)] }));
  }
  if (last !== undefined && firstResult < 0) {
    reporter.add(problem('VP602', last.name, [last.name.name], { fixes: [addResult(last)] }));
  }
  if (firstResult >= 0) {
    for (const { statement } of steps.slice(firstResult + 1)) reporter.add(problem('VP604', statement, []));
  }
  for (const { variable } of bindingsOf(cell)) {
    if (!scope.isReferenced(variable.text)) reporter.add(problem('VP605', variable, [variable.text]));
  }
}

const isResult = ({ signature }: StepInfo): boolean => signature?.name === 'RESULT';

/** With its line, where it has one of its own. */
function removeStep({ statement }: StepInfo, { text, lines }: Flow): Fix {
  const { line } = lines.positionAt(statement.start);
  const endLine = lines.positionAt(statement.end).line;
  const whole = { start: lines.lineStart(line), end: lines.lineStart(endLine + 1) };
  const alone = `${text.slice(whole.start, statement.start)}${text.slice(statement.end, whole.end)}`.trim() === '';
  const edits = [{ span: alone ? whole : statement, newText: '' }];
  return { title: 'Remove this step', edits };
}

function addResult({ statement, name }: StepInfo): Fix {
  const span = { start: statement.end, end: statement.end };
  return { title: 'Add a RESULT step', edits: [{ span, newText: `\nFINAL = RESULT(var=${name.name})` }] };
}
