import { string } from '@vprog/onnx';
import { type GradientCase, testGradients } from '../testing/gradients.ts';

const modes: readonly (readonly [mode: string, coordinates: string, nearest?: string])[] = [
  ['linear', 'half_pixel'],
  ['linear', 'pytorch_half_pixel'],
  ['linear', 'asymmetric'],
  ['linear', 'align_corners'],
  ['nearest', 'asymmetric', 'floor'],
  ['nearest', 'half_pixel', 'round_prefer_floor'],
  ['nearest', 'half_pixel', 'round_prefer_ceil'],
  ['nearest', 'align_corners', 'ceil'],
];

const sizes: readonly (readonly [string, readonly number[]])[] = [
  ['twice as large', [1, 2, 6, 8]],
  ['larger', [1, 2, 7, 9]],
  ['smaller', [1, 2, 2, 3]],
];

const linear = { type: 'float32', step: 0.5, tolerance: 2e-5 } as const;
const x = [1, 2, 3, 4];

const cases: readonly GradientCase[] = modes.flatMap(([mode, coordinates, nearest]) => {
  const attributes = {
    mode: string(mode),
    coordinate_transformation_mode: string(coordinates),
    ...(nearest === undefined ? {} : { nearest_mode: string(nearest) }),
  };
  const about = `${mode} ${coordinates} ${nearest ?? ''}`;
  const bySizes = sizes.map(([kind, dims]) => ({
    op: 'Resize',
    about: `${about} ${kind}`,
    inputs: [x, undefined, undefined, { constant: dims }],
    attributes,
    ...linear,
  }));
  const byScales = {
    op: 'Resize',
    about: `${about} by scales`,
    inputs: [x, undefined, { constant: [1, 1, 2, 1.7], type: 'float32' }],
    attributes,
    ...linear,
  } as const;
  return [...bySizes, byScales];
});

testGradients(cases);
