import { type Progress, stages } from '@vprog/distill/protocol';
import { modules } from '@vprog/language';
import type { ModelStatus, ModuleModels } from '@vprog/runtime/protocol';
import { describe, expect, it } from 'vitest';
import { estimateText, linesOf } from './estimate-text.ts';
import { learners } from './learners.ts';
import { percentOf, progressText } from './progress-text.ts';
import { modelFacts, studentOf, teachersOf } from './teachers.ts';

it('the modules that can learn ask for the capability that is said', () => {
  for (const { module, capability } of learners) expect(modules.get(module)?.capability).toBe(capability);
});

describe('models to choose from', () => {
  const model = (id: string, more: Partial<ModelStatus> = {}): ModelStatus => ({
    id,
    title: id,
    capability: 'faces',
    licence: 'Apache-2.0',
    path: '/m',
    bytes: 603_432,
    sha256: '',
    state: 'ok',
    bound: [],
    ...more,
  });
  const models = [
    model('nanodet', { capability: 'detect' }),
    model('blazeface_front'),
    model('blazeface_front@1'),
    model('blazeface_back'),
    model('gone', { state: 'missing' }),
  ];
  it('are the bound one, in the version in use, as the student, and the others of its capability as teachers', () => {
    const bound: ModuleModels = {
      capability: 'faces',
      modules: ['FACEDET'],
      model: { id: 'blazeface_front', title: '', sha256: '' },
      active: 0,
      versions: [],
    };
    expect(studentOf('faces', [bound])).toBe('blazeface_front');
    expect(studentOf('depth', [bound])).toBeUndefined();
    expect(teachersOf('faces', 'blazeface_front@1', models).map(({ id }) => id)).toEqual(['blazeface_back']);
  });
  it('are described by size and licence', () =>
    expect(modelFacts(model('blazeface_back'))).toBe('blazeface_back · 603 kB · Apache-2.0'));
});

describe('an estimate', () => {
  it('tells time, disk, and who learns what from whom', () => {
    const ref = (id: string) => ({ id, sha256: '' });
    const { cost, what, remarks } = estimateText({
      student: ref('blazeface_front@1'),
      teacher: ref('blazeface_back'),
      pictures: 22,
      crops: 1200,
      seconds: 95,
      bytes: 14_200_000,
      remarks: ['The teacher is the larger model.'],
    });
    expect(cost).toBe('about 2 min · 14 MB of disk');
    expect(what).toBe('blazeface_front, version 1 learns from blazeface_back on 1,200 crops of 22 photos');
    expect(remarks).toEqual([['The teacher is the larger model.']]);
  });
  it.each([
    ['one two three', 7, ['one two', 'three']],
    ['overlong a', 3, ['overlong', 'a']],
    ['', 3, []],
  ])('breaks %j at %d', (text, width, lines) => expect(linesOf(text, width)).toEqual(lines));
});

describe('progress', () => {
  it('never falls from its beginning to its end', () => {
    const all = stages.flatMap(stage => [0, 1, 2].map((done): Progress => ({ stage, done, total: 2 })));
    const percents = all.map(percentOf);
    expect(percents[0]).toBe(0);
    expect(percents.at(-1)).toBeCloseTo(100);
    expect(percents.slice(1).every((percent, at) => percent >= percents[at]! - 1e-9)).toBe(true);
  });
  it.each([
    [
      { stage: 'train', done: 600, total: 1200, loss: 0.41234 },
      '56 % · training, 600 of 1,200, loss 0.412 (stage 4 of 5)',
    ],
    [{ stage: 'record', done: 0, total: 0 }, '0 % · recording what the module is given (stage 1 of 5)'],
  ] as const)('%j is told as %s', (progress, text) => expect(progressText(progress)).toBe(text));
});
