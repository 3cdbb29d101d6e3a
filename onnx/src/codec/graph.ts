import { create, type MessageInitShape } from '@bufbuild/protobuf';
import type { Attribute } from '../attribute.ts';
import { int64Of } from '../data-type.ts';
import { OnnxError } from '../errors.ts';
import type { AttributeProto, GraphProto, NodeProto } from '../gen/onnx_pb.js';
import {
  AttributeProtoSchema,
  GraphProtoSchema,
  NodeProtoSchema,
  AttributeProto_AttributeType as Type,
} from '../gen/onnx_pb.js';
import { Graph, type Node } from '../graph.ts';
import { messageOf, readFrom } from './origin.ts';
import { decodeTensor, encodeTensor } from './tensor.ts';
import { decodeValueInfo, encodeValueInfo } from './value-info.ts';

const text = new TextDecoder();
const utf8 = new TextEncoder();

/** @throws OnnxError at what cannot be read: sparse initializers, unknown element types */
export function decodeGraph(message: GraphProto): Graph {
  if (message.sparseInitializer.length > 0)
    throw new OnnxError(`graph ${message.name}`, 'it has sparse weights', 'Export the model with dense ones');
  const graph = new Graph({
    name: message.name,
    nodes: message.node.map(decodeNode),
    inputs: message.input.map(decodeValueInfo),
    outputs: message.output.map(decodeValueInfo),
    initializers: new Map(message.initializer.map(tensor => [tensor.name, decodeTensor(tensor)])),
    valueInfo: new Map(message.valueInfo.map(info => [info.name, decodeValueInfo(info)])),
  });
  return readFrom(graph, message);
}

function decodeNode(message: NodeProto): Node {
  const { name, opType, input: inputs, output: outputs } = message;
  const attributes = Object.fromEntries(message.attribute.map(item => [item.name, decodeAttribute(item)]));
  const domain = message.domain === 'ai.onnx' ? '' : message.domain;
  return readFrom({ name, opType, domain, inputs, outputs, attributes }, message);
}

function decodeAttribute(message: AttributeProto): Attribute {
  return readFrom(attributeOf(message), message);
}

function attributeOf(message: AttributeProto): Attribute {
  if (message.refAttrName !== '') return { kind: 'other', value: message };
  switch (message.type) {
    case Type.INT:
      return { kind: 'int', value: Number(message.i) };
    case Type.FLOAT:
      return { kind: 'float', value: message.f };
    case Type.STRING:
      return { kind: 'string', value: text.decode(message.s) };
    case Type.INTS:
      return { kind: 'ints', value: message.ints.map(Number) };
    case Type.FLOATS:
      return { kind: 'floats', value: message.floats };
    case Type.STRINGS:
      return { kind: 'strings', value: message.strings.map(item => text.decode(item)) };
    case Type.TENSOR:
      return message.t ? { kind: 'tensor', value: decodeTensor(message.t) } : { kind: 'other', value: message };
    case Type.GRAPH:
      return message.g ? { kind: 'graph', value: decodeGraph(message.g) } : { kind: 'other', value: message };
    case Type.GRAPHS:
      return { kind: 'graphs', value: message.graphs.map(decodeGraph) };
    default:
      return { kind: 'other', value: message };
  }
}

export const encodeGraph = (graph: Graph): GraphProto => messageOf(graph, newGraph);

function newGraph(graph: Graph): GraphProto {
  return create(GraphProtoSchema, {
    name: graph.name,
    node: graph.nodes.map(node => messageOf(node, newNode)),
    input: graph.inputs.map(encodeValueInfo),
    output: graph.outputs.map(encodeValueInfo),
    initializer: [...graph.initializers.values()].map(encodeTensor),
    valueInfo: [...graph.valueInfo.values()].map(encodeValueInfo),
  });
}

function newNode({ name, opType, domain, inputs, outputs, attributes }: Node): NodeProto {
  return create(NodeProtoSchema, {
    ...(name && { name }),
    opType,
    ...(domain && { domain }),
    input: [...inputs],
    output: [...outputs],
    attribute: Object.entries(attributes).map(([key, attribute]) => {
      const message = messageOf(attribute, value => newAttribute(key, value));
      return message.name === key ? message : newAttribute(key, attribute);
    }),
  });
}

function newAttribute(name: string, attribute: Attribute): AttributeProto {
  const make = (init: MessageInitShape<typeof AttributeProtoSchema>) => create(AttributeProtoSchema, { name, ...init });
  switch (attribute.kind) {
    case 'int':
      return make({ type: Type.INT, i: int64Of(attribute.value) });
    case 'float':
      return make({ type: Type.FLOAT, f: attribute.value });
    case 'string':
      return make({ type: Type.STRING, s: utf8.encode(attribute.value) });
    case 'ints':
      return make({ type: Type.INTS, ints: attribute.value.map(int64Of) });
    case 'floats':
      return make({ type: Type.FLOATS, floats: [...attribute.value] });
    case 'strings':
      return make({ type: Type.STRINGS, strings: attribute.value.map(item => utf8.encode(item)) });
    case 'tensor':
      return make({ type: Type.TENSOR, t: encodeTensor(attribute.value) });
    case 'graph':
      return make({ type: Type.GRAPH, g: encodeGraph(attribute.value) });
    case 'graphs':
      return make({ type: Type.GRAPHS, graphs: attribute.value.map(encodeGraph) });
    case 'other':
      return attribute.value as AttributeProto;
  }
}
