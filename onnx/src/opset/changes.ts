import type { Changes } from './adapter.ts';
import {
  clipToInputs,
  dftToInputs,
  dropoutToInputs,
  listToInput,
  padToInputs,
  sliceToInputs,
  splitWithCount,
  topKToInputs,
} from './inputs.ts';
import {
  gridSampleModes,
  inferenceOnly,
  knownPlacing,
  resizeWithMode,
  roiWithoutShift,
  scalesToInput,
  scatterElements,
  softmaxOverRest,
  upsampleToResize,
  withoutSpatial,
} from './semantics.ts';

const axes = listToInput('axes');
const reductions = ['L1', 'L2', 'LogSum', 'LogSumExp', 'Max', 'Mean', 'Min', 'Prod', 'SumSquare'];

/** What changed at each version. Source: the changelog of ONNX's operators. */
export const changes: ReadonlyMap<number, Changes> = new Map<number, Changes>([
  [9, { BatchNormalization: withoutSpatial, Upsample: scalesToInput }],
  [10, { Slice: sliceToInputs, TopK: topKToInputs, Upsample: upsampleToResize }],
  [11, { Clip: clipToInputs, Pad: padToInputs, Resize: resizeWithMode, Scatter: scatterElements }],
  [12, { Dropout: dropoutToInputs }],
  [
    13,
    {
      Hardmax: softmaxOverRest,
      LogSoftmax: softmaxOverRest,
      ReduceSum: axes,
      Resize: knownPlacing,
      Softmax: softmaxOverRest,
      Split: listToInput('split'),
      Squeeze: axes,
      Unsqueeze: axes,
    },
  ],
  [14, { BatchNormalization: inferenceOnly }],
  [16, { RoiAlign: roiWithoutShift }],
  [18, { ...Object.fromEntries(reductions.map(name => [`Reduce${name}`, axes])), Split: splitWithCount }],
  [20, { DFT: dftToInputs, GridSample: gridSampleModes }],
]);

/** The oldest version that is understood, and the newest that models can be brought to. */
export const oldest = 7;
export const newest = 20;
