import { OnnxError } from './errors.ts';

/** ONNX's element types by their usual names, at the code that files give them; what is not here packs its elements and cannot be viewed. */
const codes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
  float8e4m3fn: 17,
  float8e4m3fnuz: 18,
  float8e5m2: 19,
  float8e5m2fnuz: 20,
  uint4: 21,
  int4: 22,
} as const;

export type DataType = keyof typeof codes;

/** float16 and bfloat16 are their bits; bool is 0 or 1. */
export type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

type TypedArrayConstructor = {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): TypedArray;
};

const arrays: Partial<Record<DataType, TypedArrayConstructor>> = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
};

const names = new Map<number, DataType>(Object.entries(codes).map(([name, code]) => [code, name as DataType]));

export const codeOf = (type: DataType): number => codes[type];

/** @throws OnnxError at a code that ONNX has not, or that is newer than this. `where` is for the message. */
export function dataTypeOf(code: number, where: string): DataType {
  const type = names.get(code);
  if (type === undefined)
    throw new OnnxError(where, `element type ${code} is unknown`, 'Export the model with a type in use');
  return type;
}

/** The array class that holds elements of a type. @throws OnnxError for strings and packed types. */
export function arrayOf(type: DataType, where: string): TypedArrayConstructor {
  const array = arrays[type];
  if (!array)
    throw new OnnxError(where, `elements of ${type} cannot be read as numbers`, 'Convert it to float32 first');
  return array;
}

/** Types whose arrays have another type of their own. */
const derived = new Set(['float16', 'bfloat16', 'bool']);

/** The type that an array's elements have unless told otherwise: Uint16Array is uint16, not float16. */
export function typeOfArray(array: TypedArray): DataType {
  const entry = Object.entries(arrays).find(([type, candidate]) => array instanceof candidate && !derived.has(type));
  if (!entry) throw new TypeError('not an array of numbers');
  return entry[0] as DataType;
}

/** The int64 nearest to a number, so that ONNX's "to the end" (2^63 - 1) survives being one. */
export const int64Of = (value: number): bigint =>
  value >= 2 ** 63 ? 2n ** 63n - 1n : BigInt.asIntN(64, BigInt(value));
