import { arrayOf, type DataType, int64Of, type TypedArray, typeOfArray } from './data-type.ts';
import { OnnxError } from './errors.ts';

/** Where the elements of a tensor are. */
export type TensorContent =
  /** Little endian, row-major; a view into the file where it was read from one, at any alignment. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** In a file beside the model. Without a length: to the end of the file. */
  | {
      readonly kind: 'external';
      readonly location: string;
      readonly offset: number;
      readonly length: number | undefined;
    }
  | { readonly kind: 'strings'; readonly strings: readonly string[] };

/** A constant of a graph. Never changed in place. */
export interface Tensor {
  readonly name: string;
  readonly type: DataType;
  /** Row-major; [] is a scalar. */
  readonly dims: readonly number[];
  readonly content: TensorContent;
}

export const sizeOf = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

/**
 * A tensor over an array's own bytes: nothing is copied, so the array must not change afterwards.
 * @param dims one dimension unless told
 * @param type the array's own unless told: float16, bfloat16 and bool cannot be seen from it
 * @throws OnnxError if `dims` do not hold as many elements as the array
 */
export function tensorOf(
  name: string,
  values: TypedArray,
  dims: readonly number[] = [values.length],
  type: DataType = typeOfArray(values),
): Tensor {
  if (sizeOf(dims) !== values.length)
    throw new OnnxError(`tensor ${name}`, `${values.length} values do not fill [${dims}]`, 'Give dims of that size');
  if (arrayOf(type, `tensor ${name}`).BYTES_PER_ELEMENT !== values.BYTES_PER_ELEMENT)
    throw new OnnxError(
      `tensor ${name}`,
      `${values.constructor.name} cannot hold ${type}`,
      'Give an array of that type',
    );
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { name, type, dims, content: { kind: 'bytes', bytes } };
}

/**
 * The elements of a tensor: a view of its bytes where their alignment allows it, else a copy. Not to be written to.
 * @throws OnnxError if they are in another file (see `loadExternal`), are strings, or do not fill the dims
 */
export function valuesOf(tensor: Tensor): TypedArray {
  const { name, type, dims, content } = tensor;
  const where = `tensor ${name}`;
  if (content.kind === 'external')
    throw new OnnxError(where, `its data is in ${content.location}`, 'Load external data before reading it');
  const array = arrayOf(type, where);
  const length = sizeOf(dims);
  if (content.kind === 'strings' || content.bytes.byteLength !== length * array.BYTES_PER_ELEMENT)
    throw new OnnxError(where, `its data does not fill [${dims}] of ${type}`, 'The file is damaged: fetch it again');
  const aligned =
    content.bytes.byteOffset % array.BYTES_PER_ELEMENT === 0 ? content.bytes : Uint8Array.from(content.bytes);
  return new array(aligned.buffer, aligned.byteOffset, length);
}

/** The elements as numbers, for small tensors: axes, shapes, limits. Integers beyond 2^53 are rounded. */
export const numbersOf = (tensor: Tensor): number[] =>
  Array.from(valuesOf(tensor) as ArrayLike<number | bigint>, Number);

/**
 * A small constant of numbers: a number is a scalar, a list has one dimension unless told.
 * @throws OnnxError for types that numbers cannot be written as here: 16-bit floats, strings, packed types
 */
export function numbersTensor(
  name: string,
  values: number | readonly number[],
  type: DataType,
  dims: readonly number[] = typeof values === 'number' ? [] : [values.length],
): Tensor {
  return tensorOf(name, arrayFor(typeof values === 'number' ? [values] : values, type), dims, type);
}

function arrayFor(values: readonly number[], type: DataType): TypedArray {
  switch (type) {
    case 'float32':
      return Float32Array.from(values);
    case 'float64':
      return Float64Array.from(values);
    case 'int32':
      return Int32Array.from(values);
    case 'int64':
      return BigInt64Array.from(values, int64Of);
    case 'bool':
    case 'uint8':
      return Uint8Array.from(values);
    default:
      throw new OnnxError('constant', `numbers cannot be written as ${type} here`, 'Give an initializer of that type');
  }
}
