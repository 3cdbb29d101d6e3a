export * from './attribute.ts';
export { GraphBuilder } from './builder.ts';
export { readModel, readModelFile, writeModel } from './codec/model.ts';
export type { DataType, TypedArray } from './data-type.ts';
export { describe } from './describe.ts';
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
export { numbersOf, sizeOf, type Tensor, type TensorContent, tensorOf, valuesOf } from './tensor.ts';
