import { adviceForVersion, adviceWithout } from '../../config/advice.ts';
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
    const { binding, card } = bound;
    // Which of a version's two files is missing is found out when it is run.
    flow.reporter.add(
      card.weights === undefined
        ? problem('VP502', step.call.callee, [name, card.id, card.file.path])
        : problem('VP502', step.call.callee, [
            name,
            card.id,
            `${card.file.path} or ${card.weights.path}`,
            adviceForVersion(binding.model),
          ]),
    );
  }
};
