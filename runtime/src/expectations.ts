import { type Expectation, walk } from '@vprog/language';
import { RunError } from './errors.ts';
import { equalAnswers, isTrueAnswer } from './interpreter/answers.ts';
import { Budget } from './interpreter/budget.ts';
import { evaluate } from './interpreter/evaluate.ts';
import { literal } from './interpreter/literal.ts';
import { repr, textOf } from './interpreter/repr.ts';
import type { RuntimeValue } from './values.ts';

/** Whether a run gave what `@expect` says, and what it gave instead. */
export interface Verdict {
  readonly ok: boolean;
  readonly got: string;
}

/**
 * Judges an expectation: an expression over RESULT and the cell's variables must be true; a literal or plain text is
 * compared without regard to case and outer spaces, `yes` as True and `no` as False, numbers by value.
 */
export async function judge(
  { text, expression }: Expectation,
  result: RuntimeValue,
  variables: ReadonlyMap<string, RuntimeValue>,
): Promise<Verdict> {
  if (expression === undefined) return { ok: await matches(text, result), got: textOf(result) };
  const scope = new Map([...variables, ['RESULT', result]]);
  try {
    const value = await evaluate(expression, { variables: scope, budget: new Budget(), inEval: true });
    const names = new Set<string>();
    walk(expression, node => {
      if (node.kind === 'Name') names.add(node.name);
    });
    const values = [...names].flatMap(name => {
      const known = scope.get(name);
      return known === undefined ? [] : [`${name} = ${repr(known)}`];
    });
    return { ok: isTrueAnswer(value), got: `${repr(value)} (${values.join(', ')})` };
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return { ok: false, got: error.message };
  }
}

async function matches(text: string, value: RuntimeValue): Promise<boolean> {
  const expected = normal(unquoted(text.trim()));
  const given = normal(textOf(value));
  if (expected === given) return true;
  if (isNumber(expected) && isNumber(given)) return sameNumber(expected, given);
  const display = /^[[({]/.test(text) ? await literal(text) : undefined;
  return display !== undefined && equalAnswers(display, value);
}

/** Lower case, trimmed; the words for true and false as one. */
function normal(text: string): string {
  const word = text.trim().toLowerCase();
  return word === 'yes' ? 'true' : word === 'no' ? 'false' : word;
}

const unquoted = (text: string): string => /^(?:'[^']*'|"[^"]*")$/.exec(text)?.[0].slice(1, -1) ?? text;

const isNumber = (text: string): boolean => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(text);

const sameNumber = (a: string, b: string): boolean =>
  /^-?\d+$/.test(a) && /^-?\d+$/.test(b) ? BigInt(a) === BigInt(b) : Number(a) === Number(b);
