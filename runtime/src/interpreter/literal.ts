import { parse } from '@vprog/language';
import type { RuntimeValue } from '../values.ts';
import { Budget } from './budget.ts';
import { evaluate } from './evaluate.ts';

/** The value of an expression in source text that names no variable, such as `None` or `[1, 2]`; undefined where it is none. */
export async function literal(source: string): Promise<RuntimeValue | undefined> {
  const { file, problems } = parse(`X = F(x=${source})`);
  const statement = file.cells[0]?.statements[0];
  const call = statement?.kind === 'Assign' && statement.value.kind === 'Call' ? statement.value : undefined;
  const expression = call?.args[0]?.value;
  if (expression === undefined || problems.some(({ severity }) => severity === 'error')) return undefined;
  return evaluate(expression, { variables: new Map(), budget: new Budget() }).catch(() => undefined);
}
