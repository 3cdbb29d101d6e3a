import type { ModuleModels, VersionStatus } from '@vprog/runtime/protocol';
import { describe, expect, it } from 'vitest';
import { modelNodes, rowOf, versionNodes } from './rows.ts';

const version = (number: number, active: boolean): VersionStatus => ({
  format: 1,
  name: `blazeface_front@${number}`,
  title: 'BlazeFace, front camera (128 x 128)',
  folder: '/versions',
  active,
  model: 'blazeface_front',
  number,
  base: number - 1,
  capability: 'faces',
  created: '2026-03-01T10:20:30.000Z',
  sha256: '',
  bytes: 1,
  original: { sha256: '', bytes: 2 },
  teacher: { id: 'blazeface_back', sha256: '' },
  data: { name: 'the bundled photos', photos: 23, sha256: '' },
  seed: 1,
  metric: { name: 'F1 at IoU 0.5', before: 0.78, after: 0.8634, low: 0.021, high: -0.071 },
});
const faces = (active: number): ModuleModels => ({
  capability: 'faces',
  modules: ['FACEDET', 'SELECT'],
  model: { id: 'blazeface_front', title: 'BlazeFace, front camera (128 x 128)', sha256: '' },
  active,
  versions: [version(1, active === 1), version(2, active === 2)],
});
const nanodet: ModuleModels = {
  capability: 'detect',
  modules: ['LOC'],
  model: { id: 'nanodet', title: '', sha256: '' },
  active: 0,
  versions: [],
};
const nodeOf = (active: number) => modelNodes([nanodet, faces(active)], '/w/vprog.json')[0]!;

describe('the tree of modules', () => {
  const rows = versionNodes(nodeOf(2)).map(rowOf);

  it('has the newest version first and the original last', () =>
    expect(rows.map(({ label }) => label)).toEqual(['Version 2', 'Version 1', 'Original']));

  it('tells the active version by words, icon and to screen readers', () => {
    expect(rows.map(({ description }) => description)).toEqual(['active · 0.78 → 0.86', '0.78 → 0.86', '']);
    expect(rows.map(({ icon }) => icon)).toEqual(['pass-filled', 'circle-large-outline', 'circle-large-outline']);
    expect(rows.map(({ context }) => context)).toEqual(['version.active', 'version', 'original']);
    expect(rows[0]!.accessible).toBe(
      'Version 2 of blazeface_front, active, agreement with its teacher from 0.78 to 0.86',
    );
  });

  it('says where a version comes from', () => {
    expect(rows[1]!.tooltip).toContain('starting from the original.');
    expect(rows[0]!.tooltip).toContain('on the bundled photos (23 photos), starting from version 1.');
    expect(rows[0]!.tooltip).toContain('between +0.021 and −0.071');
    expect(rows[0]!.tooltip).toContain('2026-03-01');
  });

  it('names the module, its model and what is in use', () => {
    expect(rowOf(nodeOf(2))).toMatchObject({ label: 'FACEDET', description: 'blazeface_front', context: 'model' });
    expect(rowOf(nodeOf(0)).tooltip).toContain('2 versions; the original is in use.');
    expect(rowOf(versionNodes(nodeOf(0)).at(-1)!)).toMatchObject({
      label: 'Original',
      description: 'active',
      context: 'original.active',
    });
  });

  it('leaves out models that never learnt', () => expect(modelNodes([nanodet], undefined)).toEqual([]));
});
