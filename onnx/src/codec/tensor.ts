import { create } from '@bufbuild/protobuf';
import { arrayOf, codeOf, type DataType, dataTypeOf } from '../data-type.ts';
import { OnnxError } from '../errors.ts';
import { TensorProto_DataLocation as Location, type TensorProto, TensorProtoSchema } from '../gen/onnx_pb.js';
import type { Tensor, TensorContent } from '../tensor.ts';
import { messageOf, readFrom } from './origin.ts';

const text = new TextDecoder();
const utf8 = new TextEncoder();

/** @throws OnnxError at an unknown element type or an external reference without a place */
export function decodeTensor(message: TensorProto): Tensor {
  const where = `tensor ${message.name}`;
  const type = dataTypeOf(message.dataType, where);
  const dims = message.dims.map(Number);
  return readFrom({ name: message.name, type, dims, content: contentOf(message, type, where) }, message);
}

function contentOf(message: TensorProto, type: DataType, where: string): TensorContent {
  if (message.dataLocation === Location.EXTERNAL) return externalOf(message, where);
  if (type === 'string') return { kind: 'strings', strings: message.stringData.map(item => text.decode(item)) };
  if (message.rawData.length > 0) return { kind: 'bytes', bytes: message.rawData };
  return { kind: 'bytes', bytes: fieldsOf(message, type, where) };
}

function externalOf(message: TensorProto, where: string): TensorContent {
  const entries = new Map(message.externalData.map(({ key, value }) => [key, value]));
  const location = entries.get('location');
  const length = entries.get('length');
  if (!location) throw new OnnxError(where, 'its data is in another file without a name', 'Export the model again');
  return {
    kind: 'external',
    location,
    offset: Number(entries.get('offset') ?? 0),
    length: length === undefined ? undefined : Number(length),
  };
}

/** Elements that are fields of their own, as small tensors have them, brought to bytes. 16-bit floats are bits in integers. */
function fieldsOf(message: TensorProto, type: DataType, where: string): Uint8Array {
  const fields = [message.floatData, message.doubleData, message.int64Data, message.uint64Data, message.int32Data];
  const values = fields.find(field => field.length > 0) ?? [];
  if (values.length === 0) return new Uint8Array();
  const array = arrayOf(type, where);
  const typed = new array(new ArrayBuffer(values.length * array.BYTES_PER_ELEMENT), 0, values.length);
  const big = typed instanceof BigInt64Array || typed instanceof BigUint64Array;
  values.forEach((value, index) => {
    typed[index] = big ? BigInt(value) : Number(value);
  });
  return new Uint8Array(typed.buffer, 0, typed.byteLength);
}

export const encodeTensor = (tensor: Tensor): TensorProto => messageOf(tensor, newTensor);

function newTensor({ name, type, dims, content }: Tensor): TensorProto {
  const shared = { name, dataType: codeOf(type), dims: dims.map(BigInt) };
  if (content.kind === 'bytes')
    return create(TensorProtoSchema, { ...shared, rawData: content.bytes as Uint8Array<ArrayBuffer> });
  if (content.kind === 'strings')
    return create(TensorProtoSchema, { ...shared, stringData: content.strings.map(item => utf8.encode(item)) });
  const { location, offset, length } = content;
  const entries = { location, offset: `${offset}`, ...(length === undefined ? {} : { length: `${length}` }) };
  const externalData = Object.entries(entries).map(([key, value]) => ({ key, value }));
  return create(TensorProtoSchema, { ...shared, externalData, dataLocation: Location.EXTERNAL });
}
