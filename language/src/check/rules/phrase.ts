import type { StringLiteral } from '../../ast.ts';
import { findLabel } from '../../labels/find.ts';
import type { Fix } from '../../problem.ts';
import { problem } from '../../problems.ts';
import type { Flow } from '../flow.ts';
import { argumentOf, halfOf, type Rule } from './rule.ts';

const halves = /^(top|bottom|left|right)(?: (?:side|half|part))?$/;

/** What the bound detector makes of a phrase. */
export const phraseRule: Rule = ({ step }, flow) => {
  const { signature, call } = step;
  if (signature.capability !== 'detect' || halfOf(step) !== undefined) return;
  const labels = flow.environment.models.detect?.card.labels;
  for (const parameter of signature.parameters) {
    const phrase = parameter.phrase === true ? argumentOf(call, signature, parameter.name) : undefined;
    if (phrase?.kind !== 'String') continue;
    const half = parameter.values === undefined ? undefined : halves.exec(phrase.value.slice(0, 40).toLowerCase())?.[1];
    if (half !== undefined)
      flow.reporter.add(problem('VP411', phrase, [half], { fixes: [replace(phrase, half.toUpperCase(), flow)] }));
    else if (labels !== undefined) checkLabel(phrase, labels, flow);
  }
};

function checkLabel(phrase: StringLiteral, labels: readonly string[], flow: Flow): void {
  const found = flow.reporter.label(phrase.value, () => findLabel(phrase.value, labels));
  if (found === undefined) return;
  if ('hint' in found) {
    const fixes = found.nearest.map(label => replace(phrase, label, flow));
    flow.reporter.add(problem('VP510', phrase, [found.hint], { fixes }));
  } else if (found.note !== undefined) {
    flow.reporter.add(problem('VP511', phrase, [found.note]));
  }
}

function replace(phrase: StringLiteral, text: string, flow: Flow): Fix {
  const quote = flow.text[phrase.start] === '"' ? '"' : "'";
  return { title: `Change to '${text}'`, edits: [{ span: phrase, newText: `${quote}${text}${quote}` }] };
}
