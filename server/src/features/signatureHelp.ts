import type { Analysis, Environment } from '@vprog/language';
import { parameterAt } from './completion/arguments.ts';
import { cursorAt } from './cursor.ts';
import { environmentAt, moduleNamed } from './lookup.ts';
import { firstSentence, parameterText, signatureText } from './module-text.ts';

export interface SignatureHelp {
  readonly label: string;
  /** Markdown. */
  readonly documentation: string;
  /** `start` and `end` count in `label`. */
  readonly parameters: readonly { readonly start: number; readonly end: number; readonly documentation: string }[];
  /** The parameter at the cursor; absent where the argument belongs to none. */
  readonly active?: number;
}

/** The signature of the module whose brackets hold `offset`. */
export function signatureHelp(analysis: Analysis, environment: Environment, offset: number): SignatureHelp | undefined {
  const cursor = cursorAt(analysis, offset);
  if (cursor.kind !== 'argument' && cursor.kind !== 'string') return undefined;
  const signature = moduleNamed(environmentAt(environment, analysis, offset), cursor.call.callee);
  if (signature === undefined) return undefined;
  const label = signatureText(signature);
  let from = signature.name.length;
  const parameters = signature.parameters.map(parameter => {
    const text = parameterText(parameter);
    const start = label.indexOf(text, from);
    from = start + text.length;
    return { start, end: from, documentation: parameter.doc };
  });
  const current = parameterAt(signature, cursor.call);
  const active = current === undefined ? -1 : signature.parameters.indexOf(current);
  return { label, documentation: firstSentence(signature.doc), parameters, ...(active < 0 ? {} : { active }) };
}
