import { readFile } from 'node:fs/promises';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { OnnxError } from '../errors.ts';
import { type FunctionProto, type ModelProto, ModelProtoSchema } from '../gen/onnx_pb.js';
import type { Model } from '../model.ts';
import { decodeGraph, encodeGraph } from './graph.ts';
import { messageOf, readFrom } from './origin.ts';

const fetchAgain = 'Give a file in ONNX format, or fetch it again';

/**
 * Reads an ONNX file. Weights are views of the given bytes, not copies: the bytes must not change afterwards.
 * @param where the file's name, for messages
 * @throws OnnxError if the bytes are no ONNX file, or hold what this cannot read
 */
export function readModel(bytes: Uint8Array, where = 'model'): Model {
  // A view of the class itself: of a Buffer, `slice` would not copy.
  const message = parse(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), where);
  if (!message.graph) throw new OnnxError(where, 'it is not an ONNX file: it holds no graph', fetchAgain);
  if (message.opsetImport.length === 0)
    throw new OnnxError(where, 'it is not an ONNX file: it names no version of the operators', fetchAgain);
  const model: Model = {
    irVersion: Number(message.irVersion),
    opsets: new Map(message.opsetImport.map(({ domain, version }) => [domain, Number(version)])),
    graph: decodeGraph(message.graph),
    functions: message.functions,
    producer: message.producerName,
    metadata: new Map(message.metadataProps.map(({ key, value }) => [key, value])),
  };
  return readFrom(model, message);
}

/** Reads an ONNX file from disk. External data stays where it is. @throws OnnxError; the file system's own errors */
export async function readModelFile(path: string): Promise<Model> {
  return readModel(await readFile(path), path);
}

function parse(bytes: Uint8Array, where: string): ModelProto {
  if (bytes.length === 0) throw new OnnxError(where, 'the file is empty', fetchAgain);
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OnnxError(where, `it is not an ONNX file, or it is cut short (${reason})`, fetchAgain);
  }
}

/** The file of a model. One that was read and not changed gives its own bytes again. Weights are copied into it: refer to large ones instead. */
export const writeModel = (model: Model): Uint8Array => toBinary(ModelProtoSchema, messageOf(model, newModel));

function newModel(model: Model): ModelProto {
  return create(ModelProtoSchema, {
    irVersion: BigInt(model.irVersion),
    opsetImport: [...model.opsets].map(([domain, version]) => ({ domain, version: BigInt(version) })),
    producerName: model.producer,
    graph: encodeGraph(model.graph),
    functions: model.functions as FunctionProto[],
    metadataProps: [...model.metadata].map(([key, value]) => ({ key, value })),
  });
}
