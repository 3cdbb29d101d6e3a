/** The models and what feeds and reads them, for code that uses them without a program, as distillation does. */

export type { Ask } from './asks.ts';
export type { Answer, Capabilities, DetectOptions, ModelUse, TextLine } from './capabilities.ts';
export { type CapabilitiesOptions, createCapabilities } from './engines/capabilities.ts';
export { decodeAnchors } from './engines/onnx/decoders/anchors.ts';
export type { Size } from './engines/onnx/decoders/region.ts';
export { OnnxEngine, type Output, type RawOutputs } from './engines/onnx/engine.ts';
export { type Candidate, type FloatBox, overlap, suppress } from './engines/onnx/nms.ts';
export { RunError } from './errors.ts';
export { type HomeDirs, homeDirs } from './home.ts';
export { type DecodedFile, decodeFile, type ImageLimits } from './images/decode.ts';
export { type EncodedPicture, type EncodeOptions, encodePicture } from './images/encode.ts';
export { type ModelInput, modelInput, type Placement, place } from './images/input.ts';
export { pictureData, pictureId, viewOf, wholePicture } from './images/picture.ts';
export { makePixels } from './images/pixels.ts';
export { sampleInto, type Target as SampleTarget } from './images/sample.ts';
export type { RunObserver } from './run.ts';
export { Runtime } from './runtime.ts';
export { bundledCards } from './store/cards.ts';
export {
  type EnvironmentOptions,
  findConfig,
  type LoadedEnvironment,
  loadEnvironment,
} from './store/environment.ts';
export { checkFile, checkModel, sumOf } from './store/files.ts';
export { type Box, type DetectedObject, heightOf, type Mask, type Picture, type Pixels, widthOf } from './values.ts';
