import { problem } from '../../problems.ts';
import { isText } from '../assignable.ts';
import { argumentOf, type Rule } from './rule.ts';

/** COUNT of a text counts its characters. */
export const countRule: Rule = ({ step: { signature, call } }, flow) => {
  const counted = signature.name === 'COUNT' ? argumentOf(call, signature, 'box') : undefined;
  const type = counted && flow.types.get(counted);
  if (counted === undefined || type === undefined || counted.kind === 'String') return;
  if (isText(type)) flow.reporter.add(problem('VP408', counted, ['the characters of a text']));
  if (type.kind === 'Object' || type.kind === 'Box')
    flow.reporter.add(problem('VP408', counted, ['one box, which is always 1']));
};
