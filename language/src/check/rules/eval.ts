import type { Compare, Logical, Name } from '../../ast.ts';
import type { Fix } from '../../problem.ts';
import { problem } from '../../problems.ts';
import type { Span } from '../../span.ts';
import { type Flow, sourceOf } from '../flow.ts';

/** What the original reads differently, or people do, in the text of EVAL. */

/** `{A} == 'yes'`: the original has made `{A}` a truth value before it compares. */
export function comparesTruth(expression: Compare, flow: Flow): void {
  const { first, rest } = expression;
  const [only] = rest;
  if (flow.reads !== 'eval' || rest.length !== 1 || only === undefined) return;
  if (only.operator !== '==' && only.operator !== '!=') return;
  const sides = [first, only.operand];
  const text = sides.find(side => side.kind === 'String');
  const variable = sides.find(side => side.kind === 'Reference' || side.kind === 'Name');
  if (text?.kind !== 'String' || variable === undefined) return;
  const word = text.value.trim().toLowerCase();
  const type = flow.types.get(variable)?.kind;
  if ((word !== 'yes' && word !== 'no') || (type !== 'Answer' && type !== 'bool')) return;
  const source = sourceOf(flow, variable);
  const newText = (word === 'yes') === (only.operator === '==') ? source : `not ${source}`;
  const fixes = [{ title: `Change to \`${newText}\``, edits: [{ span: expression, newText }] }];
  flow.reporter.add(problem('VP401', expression, [source, text.value], { fixes }));
}

/** `A and B xor C`. */
export function mixedLogic(expression: Logical, flow: Flow): void {
  for (const operand of expression.operands) {
    if (operand.kind !== 'Logical' || isBracketed(operand, flow.text)) continue;
    if (expression.operator !== 'xor' && operand.operator !== 'xor') continue;
    const fix: Fix = {
      title: 'Add brackets as VProg reads it',
      edits: [
        { span: { start: operand.start, end: operand.start }, newText: '(' },
        { span: { start: operand.end, end: operand.end }, newText: ')' },
      ],
    };
    const operators = `\`${expression.operator}\` and \`${operand.operator}\``;
    flow.reporter.add(problem('VP404', expression, [operators], { fixes: [fix] }));
  }
}

/** A variable of EVAL without its braces. */
export function bareName(name: Name, flow: Flow): void {
  if (flow.reads !== 'eval' || !flow.scope.has(name.name)) return;
  const fixes = [{ title: `Change to \`{${name.name}}\``, edits: [{ span: name, newText: `{${name.name}}` }] }];
  flow.reporter.add(problem('VP410', name, [name.name], { fixes }));
}

/** Brackets are no nodes: they stand right before and after what they hold. */
function isBracketed({ start, end }: Span, text: string): boolean {
  let before = start - 1;
  let after = end;
  while (text[before] === ' ') before -= 1;
  while (text[after] === ' ') after += 1;
  return text[before] === '(' && text[after] === ')';
}
