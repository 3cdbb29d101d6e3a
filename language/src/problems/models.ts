import { asWritten, define } from './define.ts';

/** VP5xx: the models that a program needs, and the configuration that binds them. */
export const modelProblems = {
  VP501: define(
    'needs-model',
    'warning',
    (module: string, capability: string, advice: string) =>
      `${module} needs a model for \`${capability}\`, and none is bound. ${advice}`,
  ),
  VP502: define(
    'model-file-missing',
    'warning',
    (module: string, model: string, file: string, advice = 'install it again or bind another model in vprog.json') =>
      `${module} needs the model ${model}, whose file ${file} is not on disk; ${advice}.`,
  ),
  VP503: define('model-file-damaged', 'error', asWritten),
  VP504: define('model-failed', 'error', asWritten),
  VP505: define('device-unusable', 'error', asWritten),
  VP510: define('phrase-without-label', 'warning', (hint: string) => hint, { fixable: true }),
  VP511: define('phrase-reduced', 'information', (note: string) => note),
  VP520: define('config-not-json', 'error', asWritten),
  VP521: define('config-wrong-value', 'error', asWritten),
  VP522: define('unknown-setting', 'warning', asWritten),
  VP523: define('unknown-model', 'error', asWritten),
  VP524: define('unknown-profile', 'error', asWritten),
  VP525: define('model-does-not-fit', 'error', asWritten),
  VP526: define('version-unusable', 'error', asWritten),
};
