import type { ModuleModels, VersionStatus } from '@vprog/runtime/protocol';
import { learners } from '../distill/learners.ts';
import { markdown } from '../text/markdown.ts';
import { several } from '../text/quantity.ts';

/** A model that has versions, as it is bound. */
export interface ModelNode {
  readonly kind: 'model';
  readonly bound: ModuleModels;
  /** The vprog.json that it was looked up with. */
  readonly config: string | undefined;
}

/** The original, or a version of it. */
export interface VersionNode {
  readonly kind: 'version';
  /** Of the original. */
  readonly model: string;
  /** 0: the original. */
  readonly number: number;
  readonly active: boolean;
  /** Absent for the original. */
  readonly version?: VersionStatus;
  readonly config: string | undefined;
}

export type Node = ModelNode | VersionNode;

/** What a row of the tree shows. */
export interface Row {
  readonly label: string;
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  /** A codicon's name. */
  readonly icon: string;
  /** For the menus: `model`, `original`, `version`, and the last two with `.active`. */
  readonly context: string;
  /** For screen readers: all that the row says by icon and place too. */
  readonly accessible: string;
}

/** The models that have versions; one that never learnt has no row. */
export const modelNodes = (all: readonly ModuleModels[], config: string | undefined): readonly ModelNode[] =>
  all.filter(({ versions }) => versions.length > 0).map(bound => ({ kind: 'model', bound, config }));

/** The newest first, the original last. */
export const versionNodes = ({ bound, config }: ModelNode): readonly VersionNode[] => [
  ...bound.versions
    .map((version): VersionNode => {
      const { model, number, active } = version;
      return { kind: 'version', model, number, active, version, config };
    })
    .reverse(),
  { kind: 'version', model: bound.model.id, number: 0, active: bound.active === 0, config },
];

/** The module that learns where it is known, else all that ask the model. */
export const askedBy = ({ capability, modules }: ModuleModels): string =>
  learners.find(learner => learner.capability === capability)?.module ?? (modules.join(', ') || capability);

export function rowOf(node: Node): Row {
  return node.kind === 'model' ? modelRow(node) : node.version ? versionRow(node, node.version) : originalRow(node);
}

function modelRow({ bound }: ModelNode): Row {
  const { model, active, versions } = bound;
  const asked = askedBy(bound);
  const use = active === 0 ? 'the original' : `version ${active}`;
  return {
    label: asked,
    description: model.id,
    tooltip: `**${markdown(asked)}** asks the model ${markdown(model.id)}: ${several(versions.length, 'version')}; ${use} is in use.`,
    icon: 'symbol-module',
    context: 'model',
    accessible: `${asked}, model ${model.id}, ${several(versions.length, 'version')}, ${use} is in use`,
  };
}

function originalRow({ model, active }: VersionNode): Row {
  return {
    label: 'Original',
    description: active ? 'active' : '',
    tooltip: `The model ${markdown(model)} as it came.`,
    icon: iconOf(active),
    context: active ? 'original.active' : 'original',
    accessible: `Original of ${model}${active ? ', active' : ''}`,
  };
}

function versionRow({ model, active, number }: VersionNode, version: VersionStatus): Row {
  const { metric, teacher, data, created, base } = version;
  const figures = `${figure(metric.before)} → ${figure(metric.after)}`;
  return {
    label: `Version ${number}`,
    description: [...(active ? ['active'] : []), figures].join(' · '),
    tooltip: [
      `**${markdown(model)}, version ${number}**${active ? ' (active)' : ''}`,
      `Learnt from ${markdown(teacher.id)} on ${markdown(data.name)} (${several(data.photos, 'photo')}), starting from ${base === 0 ? 'the original' : `version ${base}`}.`,
      `On held-out crops, agreement with ${markdown(teacher.id)} (${markdown(metric.name)}): ${figures}; the difference lies between ${signed(metric.low)} and ${signed(metric.high)}.`,
      `Made on ${created.slice(0, 10)}.`,
    ].join('\n\n'),
    icon: iconOf(active),
    context: active ? 'version.active' : 'version',
    accessible: `Version ${number} of ${model}${active ? ', active' : ''}, agreement with its teacher from ${figure(metric.before)} to ${figure(metric.after)}`,
  };
}

/** Told by its shape, whatever the theme's colours are. */
const iconOf = (active: boolean): string => (active ? 'pass-filled' : 'circle-large-outline');

/** Two digits tell two versions apart, more would feign precision. */
const figure = (value: number): string => value.toFixed(2);
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
