import type { Capability } from '../catalogue/signature.ts';
import { defaultLimits } from '../config/limits.ts';
import { bundledProfiles } from '../config/profiles.ts';
import type { BoundModel, Environment, ResolvedProfile } from '../config.ts';
import { synonyms } from '../labels/synonyms.ts';
import type { ModelCard } from '../model-card.ts';

/** A model's card with what the checker reads of it. */
function boundModel(capability: Capability, id: string, options: { present: boolean; labels?: string[] }): BoundModel {
  const card: ModelCard = {
    id,
    title: id,
    capability,
    file: { path: `${id}.onnx`, sha256: '0'.repeat(64), bytes: 1 },
    licence: { spdx: 'MIT', copyright: 'Nobody', source: 'https://example.org' },
    goodFor: 'Tests.',
    limits: 'All else.',
    input: {
      name: 'image',
      layout: 'NCHW',
      channels: 'RGB',
      fit: { kind: 'stretch', width: 8, height: 8 },
      scale: 1,
      mean: [0, 0, 0],
      std: [1, 1, 1],
    },
    decoder: { kind: 'boxes', scores: 's', boxes: 'b', threshold: 0.5, nms: 0.5 },
    ...(options.labels === undefined ? {} : { labels: options.labels }),
  };
  return { binding: { model: id }, card, present: options.present };
}

const capabilities = [
  'detect',
  'answer',
  'match',
  'segment',
  'faces',
  'depth',
  'inpaint',
  'read',
  'knowledge',
] as const;
const labels = Object.keys(synonyms);
const photos: ResolvedProfile = {
  profile: bundledProfiles.get('photos')!,
  models: {
    detect: boundModel('detect', 'nanodet', { present: true, labels }),
    faces: boundModel('faces', 'blazeface_front', { present: true }),
    segment: boundModel('segment', 'selfie_segmentation', { present: true }),
    read: {
      ...boundModel('read', 'ppocr-v4-rec', { present: true }),
      parts: { regions: boundModel('read', 'ppocr-v4-det', { present: true }).card },
    },
  },
};
/** A model for each capability; the detector needs no labels. */
const everything: ResolvedProfile = {
  profile: { name: 'everything', semantics: 'vprog', bindings: {} },
  models: Object.fromEntries(
    capabilities.map(capability => [capability, boundModel(capability, capability, { present: true })]),
  ),
};
const absent: ResolvedProfile = {
  profile: { name: 'absent', semantics: 'vprog', bindings: {} },
  models: { detect: boundModel('detect', 'nanodet', { present: false, labels }) },
};

/** The bundled models; profiles `everything` and `absent`; `missing.jpg` does not exist. */
export const testEnvironment: Environment = {
  ...photos,
  profiles: new Map([photos, everything, absent].map(resolved => [resolved.profile.name, resolved])),
  userModules: [],
  limits: defaultLimits,
  missingFiles: new Set(['missing.jpg']),
};
