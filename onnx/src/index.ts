export * from './attribute.ts';
export { GraphBuilder } from './builder.ts';
export { readModel, readModelFile, writeModel } from './codec/model.ts';
export type { DataType, TypedArray } from './data-type.ts';
export { describe } from './describe.ts';
export { constantNodes, constantPart, constantValues, foldConstants, liftConstants } from './edit/constants.ts';
export { cut, prune } from './edit/cut.ts';
export { type DataFile, loadExternal, referTo } from './edit/external.ts';
export { type Connections, type Merged, merge } from './edit/merge.ts';
export { checkOrder, inOrder } from './edit/order.ts';
export { withOutputs } from './edit/outputs.ts';
export { prefixed, renamed } from './edit/rename.ts';
export { OnnxError } from './errors.ts';
export {
  allNames,
  capturesOf,
  Graph,
  type GraphParts,
  type Node,
  namesOf,
  readsOf,
  type ValueInfo,
} from './graph.ts';
export { type Model, modelOf, opsetOf } from './model.ts';
export { freshNames } from './names.ts';
export { newest as newestOpset } from './opset/changes.ts';
export { toOpset } from './opset/to-opset.ts';
export { numbersOf, numbersTensor, sizeOf, type Tensor, type TensorContent, tensorOf, valuesOf } from './tensor.ts';
