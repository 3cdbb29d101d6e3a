import { adviceWithout } from '../../config/advice.ts';
import { problem } from '../../problems.ts';
import { halfOf, type Rule } from './rule.ts';

/** Whether the model that the module calls is bound and on disk. */
export const modelRule: Rule = ({ step }, flow) => {
  const { capability, modelOptional, name } = step.signature;
  if (capability === undefined || halfOf(step) !== undefined) return;
  const bound = flow.environment.models[capability];
  if (bound === undefined) {
    if (modelOptional === true) return;
    flow.reporter.add(problem('VP501', step.call.callee, [name, capability, adviceWithout(capability)]));
  } else if (!bound.present) {
    flow.reporter.add(problem('VP502', step.call.callee, [name, bound.card.id, bound.card.file.path]));
  }
};
