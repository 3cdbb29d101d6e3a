import { existsSync } from 'node:fs';
import type { DistillParams } from '@vprog/distill/protocol';
import { type Capability, capabilities, type ModelCard } from '@vprog/language';
import { findConfig, loadEnvironment } from '@vprog/runtime/environment';
import { parseVersionName } from '@vprog/runtime/versions';
import { Environments } from '../environment.ts';
import { ModelError, UsageError } from '../exit.ts';
import { readData } from './data.ts';

export interface DistillOptions {
  readonly teacher?: string;
  readonly data: readonly string[];
  readonly student?: string;
  readonly config?: string;
  readonly profile?: string;
  /** Seconds. */
  readonly budget?: number;
  readonly seed: number;
}

/** What the distilling process is asked for. Throws UsageError or ModelError for what surely cannot be done. */
export async function distillParams(capability: string, options: DistillOptions): Promise<DistillParams> {
  const { teacher, student, profile, budget, seed } = options;
  if (!isCapability(capability)) {
    throw new UsageError(`There is no capability ${capability}; there is ${capabilities.join(', ')}.`);
  }
  const { source, folder } = await readData(options.data);
  const config = options.config ?? findConfig(folder);
  await new Environments(options).require(folder);
  const { environment, cards } = await loadEnvironment({
    ...(config === undefined ? {} : { config }),
    ...(profile === undefined ? {} : { profile }),
  });
  const bound = environment.models[capability]?.card;
  if (student === undefined && bound === undefined) {
    throw new ModelError(`No model is bound to ${capability}: bind one in vprog.json, or name one with --student.`);
  }
  const learner = student === undefined ? bound! : requireCard(cards, student, capability, 'student');
  if (teacher === undefined) {
    throw new UsageError(`Name the model that teaches: --teacher ${teachers(cards, capability, learner.id)}.`);
  }
  const master = requireCard(cards, teacher, capability, 'teacher');
  if (originalOf(master.id) === originalOf(learner.id)) {
    throw new UsageError(`${teacher} cannot teach itself: choose another --teacher or --student.`);
  }
  return {
    capability,
    teacher,
    data: source,
    seed,
    ...(student === undefined ? {} : { student }),
    ...(config === undefined ? {} : { config }),
    ...(profile === undefined ? {} : { profile }),
    ...(budget === undefined ? {} : { budget }),
  };
}

const isCapability = (text: string): text is Capability => (capabilities as readonly string[]).includes(text);

const originalOf = (id: string): string => parseVersionName(id)?.model ?? id;

function requireCard(
  cards: readonly ModelCard[],
  id: string,
  capability: Capability,
  role: 'teacher' | 'student',
): ModelCard {
  const fitting = cards.filter(card => card.capability === capability);
  const card = cards.find(each => each.id === id);
  if (card === undefined || card.capability !== capability) {
    const fault =
      card === undefined ? `There is no model ${id}` : `${id} answers ${card.capability}, not ${capability}`;
    const known = fitting.map(each => each.id).join(', ') || 'none: add one in vprog.json';
    throw new UsageError(`${fault}; for --${role} there is ${known}.`);
  }
  if (!existsSync(card.file.path)) {
    throw new ModelError(`The file of the ${role} ${id} is missing: there is no ${card.file.path}; restore it.`);
  }
  return card;
}

/** Such as `blazeface_back`, or several between bars. */
function teachers(cards: readonly ModelCard[], capability: Capability, student: string): string {
  const others = cards.filter(card => card.capability === capability && originalOf(card.id) !== originalOf(student));
  return others.map(({ id }) => id).join('|') || 'MODEL (vprog.json knows none yet)';
}
