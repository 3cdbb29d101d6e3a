import { create } from '@bufbuild/protobuf';
import { codeOf, dataTypeOf } from '../data-type.ts';
import type { TensorShapeProto_Dimension as Dimension, TypeProto, ValueInfoProto } from '../gen/onnx_pb.js';
import { TensorShapeProto_DimensionSchema, TypeProtoSchema, ValueInfoProtoSchema } from '../gen/onnx_pb.js';
import type { ValueInfo } from '../graph.ts';
import { messageOf, readFrom } from './origin.ts';

export function decodeValueInfo(message: ValueInfoProto): ValueInfo {
  return readFrom({ name: message.name, ...typeOf(message.name, message.type) }, message);
}

function typeOf(name: string, type: TypeProto | undefined): Partial<ValueInfo> {
  if (type?.value.case === undefined) return {};
  if (type.value.case !== 'tensorType') return { notTensor: type };
  const { elemType, shape } = type.value.value;
  return {
    type: elemType === 0 ? undefined : dataTypeOf(elemType, `value ${name}`),
    dims: shape?.dim.map(dimOf),
  };
}

function dimOf({ value }: Dimension): number | string | undefined {
  if (value.case === 'dimValue') return Number(value.value);
  return value.case === 'dimParam' && value.value !== '' ? value.value : undefined;
}

export const encodeValueInfo = (info: ValueInfo): ValueInfoProto => messageOf(info, newValueInfo);

function newValueInfo({ name, type, dims, notTensor }: ValueInfo): ValueInfoProto {
  if (notTensor) return create(ValueInfoProtoSchema, { name, type: notTensor as TypeProto });
  if (type === undefined && dims === undefined) return create(ValueInfoProtoSchema, { name });
  const shape = dims && { dim: dims.map(newDim) };
  const value = { ...(type && { elemType: codeOf(type) }), ...(shape && { shape }) };
  const tensor = create(TypeProtoSchema, { value: { case: 'tensorType', value } });
  return create(ValueInfoProtoSchema, { name, type: tensor });
}

function newDim(dim: number | string | undefined): Dimension {
  if (dim === undefined) return create(TensorShapeProto_DimensionSchema);
  return create(TensorShapeProto_DimensionSchema, {
    value: typeof dim === 'number' ? { case: 'dimValue', value: BigInt(dim) } : { case: 'dimParam', value: dim },
  });
}
