import { floatsOf, int, intOf, string, stringOf, without } from '../attribute.ts';
import type { Adapter } from './adapter.ts';

/** BatchNormalization, 9: `spatial` went, and with it statistics of each pixel. */
export const withoutSpatial: Adapter = (node, { refuse }) => {
  if (intOf(node, 'spatial', 1) === 0) refuse('it normalises each pixel by itself');
  return [{ ...node, attributes: without(node.attributes, 'spatial') }];
};

/** BatchNormalization, 14: more outputs than one meant training, in a way of its own. */
export const inferenceOnly: Adapter = (node, { refuse }) => {
  if (node.outputs.slice(1).some(Boolean)) refuse('it is in training mode');
  return [{ ...node, outputs: [node.outputs[0]!] }];
};

/** Upsample, 9. */
export const scalesToInput: Adapter = (node, { constant }) => {
  const scales = constant(floatsOf(node, 'scales', []), 'float32');
  return [{ ...node, inputs: [node.inputs[0]!, scales], attributes: without(node.attributes, 'scales') }];
};

/** Upsample became Resize at 10. */
export const upsampleToResize: Adapter = node => [{ ...node, opType: 'Resize' }];

/** Resize, 11: the one way of before became one of many. */
export const resizeWithMode: Adapter = (node, { constant }) => {
  const nearest = stringOf(node, 'mode', 'nearest') === 'nearest';
  const attributes = {
    ...node.attributes,
    coordinate_transformation_mode: string('asymmetric'),
    ...(nearest && { nearest_mode: string('floor') }),
  };
  return [{ ...node, inputs: [node.inputs[0]!, constant([], 'float32'), node.inputs[1]!], attributes }];
};

/** Resize, 13: one way of placing pixels went. */
export const knownPlacing: Adapter = (node, { refuse }) => {
  if (stringOf(node, 'coordinate_transformation_mode') === 'tf_half_pixel_for_nn')
    refuse('it places pixels in a way that later versions do not have');
  return [node];
};

/** Scatter became ScatterElements at 11. */
export const scatterElements: Adapter = node => [{ ...node, opType: 'ScatterElements' }];

/**
 * Softmax and its like, 13: they took all axes from theirs on (1 unless told) for one. Where that was the last
 * one alone nothing changes; else the input is flattened around it.
 */
export const softmaxOverRest: Adapter = (node, { fresh, rankOf }) => {
  const [input, output] = [node.inputs[0]!, node.outputs[0]!];
  const axis = intOf(node, 'axis', 1);
  const rank = rankOf(input);
  if (axis === -1 || (rank !== undefined && axis === rank - 1))
    return [{ ...node, attributes: { ...node.attributes, axis: int(-1) } }];
  const [flat, soft, shape] = [fresh(`${output}_flat`), fresh(`${output}_soft`), fresh(`${output}_shape`)];
  const make = (opType: string, inputs: string[], made: string, attributes = {}) => ({
    name: '',
    opType,
    domain: '',
    inputs,
    outputs: [made],
    attributes,
  });
  return [
    make('Flatten', [input], flat, { axis: int(axis) }),
    { ...node, inputs: [flat], outputs: [soft], attributes: { ...node.attributes, axis: int(-1) } },
    make('Shape', [input], shape),
    make('Reshape', [soft, shape], output),
  ];
};

/** RoiAlign, 16: half a pixel's shift became the default. */
export const roiWithoutShift: Adapter = node => [
  { ...node, attributes: { coordinate_transformation_mode: string('output_half_pixel'), ...node.attributes } },
];

/** GridSample, 20: two modes have other names. */
export const gridSampleModes: Adapter = node => {
  const mode = stringOf(node, 'mode', 'bilinear');
  const renamed = { bilinear: 'linear', bicubic: 'cubic' }[mode] ?? mode;
  return [{ ...node, attributes: { ...node.attributes, mode: string(renamed) } }];
};
