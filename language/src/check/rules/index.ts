import { countRule } from './count.ts';
import { cropRule } from './crop.ts';
import { modelRule } from './model.ts';
import { originalRule } from './original.ts';
import { phraseRule } from './phrase.ts';
import type { Rule } from './rule.ts';

/** What is looked at in every step of a known module. */
export const rules: readonly Rule[] = [originalRule, countRule, cropRule, phraseRule, modelRule];
