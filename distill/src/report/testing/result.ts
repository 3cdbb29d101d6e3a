import type { DistillResult, Flip, LossPoint } from '../../protocol.ts';

/** A loss that falls with some noise, the same each time. */
export const fallingLoss = (updates: number, every: number): readonly LossPoint[] =>
  Array.from({ length: Math.floor(updates / every) }, (_, index) => {
    const step = (index + 1) * every;
    const noise = Math.sin(step * 12.9898) * 0.1 + 1;
    const parts = {
      score: (0.06 + 0.5 * Math.exp(-step / 120)) * noise,
      box: (0.03 + 0.2 * Math.exp(-step / 200)) * noise,
      retention: 0.012 * (1 - Math.exp(-step / 90)) * noise + 0.001,
    };
    return { step, loss: parts.score + parts.box + parts.retention, parts };
  });

export const flip: Flip = {
  photo: 'officer.jpg',
  change: 'right',
  picture: 'flips/0.jpg',
  width: 200,
  height: 160,
  teacher: [{ box: [40, 30, 110, 100], score: 0.91 }],
  before: [],
  after: [{ box: [42, 31, 112, 103], score: 0.714 }],
};

/** As a distillation on the bundled photos might come out. */
export const result: DistillResult = {
  format: 1,
  job: '/home/me/.local/share/vprog/jobs/0f3a9c',
  capability: 'faces',
  student: { id: 'blazeface_front', sha256: 'a'.repeat(64) },
  teacher: { id: 'blazeface_back', sha256: 'b'.repeat(64) },
  sizes: { student: 104_106, teacher: 146_250 },
  data: { name: 'the bundled photos', photos: 23, sha256: 'c'.repeat(64) },
  seed: 7,
  skipped: ['broken.jpg: broken.jpg is truncated or corrupt.'],
  samples: { recorded: 960, labelled: 960, used: 700, heldOut: 240 },
  metric: { name: 'F1 at IoU 0.5', before: 0.912, after: 0.957, low: 0.021, high: 0.071, items: 240, photos: 9 },
  truth: { name: 'F1 at IoU 0.5', before: 0.871, after: 0.893, low: -0.006, high: 0.049, items: 240, photos: 9 },
  retention: [
    {
      set: 'pictures without faces',
      name: 'share without a find',
      before: 0.968,
      after: 0.972,
      low: -0.011,
      high: 0.019,
      items: 160,
      photos: 6,
      rule: 'under 2,000 crops: a drop refuses only if its interval excludes zero',
    },
  ],
  flipped: 2,
  flips: [
    flip,
    {
      ...flip,
      photo: 'chelsea.jpg',
      change: 'wrong',
      picture: 'flips/1.jpg',
      teacher: [],
      after: [{ box: [1, 2, 3, 4], score: 0.52 }],
    },
  ],
  losses: fallingLoss(400, 4),
  stages: [
    { name: 'record', seconds: 0.61 },
    { name: 'label', seconds: 11.2 },
    { name: 'filter', seconds: 0.1 },
    { name: 'train', seconds: 64.4 },
    { name: 'gate', seconds: 9.3 },
  ],
  accepted: true,
  reason: 'Agreement with blazeface_back rises by 0.045, with its interval above zero, and no other set drops.',
  version: null,
  seconds: 85.6,
};
