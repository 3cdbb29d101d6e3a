import { asWritten, define } from './define.ts';

/** VP7xx: errors at run time; the runtime gives the text, and CPython's exception class where there is one. */
export const runtimeProblems = {
  VP700: define('internal-error', 'error', asWritten),
  VP701: define('runtime-crashed', 'error', asWritten),
  VP702: define('cancelled', 'information', asWritten),
  VP703: define('type-error', 'error', asWritten),
  VP704: define('index-error', 'error', asWritten),
  VP705: define('zero-division', 'error', asWritten),
  VP706: define('name-error', 'error', asWritten),
  VP707: define('value-error', 'error', asWritten),
  VP710: define('picture-missing', 'error', asWritten),
  VP711: define('file-not-found', 'error', asWritten),
  VP712: define('not-an-image', 'error', asWritten),
  VP713: define('image-damaged', 'error', asWritten),
  VP714: define('image-too-large', 'error', asWritten),
  VP720: define('empty-program', 'error', asWritten),
  VP730: define('limit-exceeded', 'error', asWritten),
  VP790: define('expectation-failed', 'error', asWritten),
};
