import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { OnnxError } from '../errors.ts';
import type { Graph } from '../graph.ts';
import type { Model } from '../model.ts';
import type { Tensor } from '../tensor.ts';

/** A file that weights were read from. */
export interface DataFile {
  /** Its bytes: the very array given to `readModel`, since weights are found by being views of it. */
  readonly bytes: Uint8Array;
  /** Its bare name. The derived model must lie beside it. */
  readonly location: string;
}

/**
 * The graph with weights that are views of a file replaced by references into that file, so that a model
 * made from it stays small. Other weights stay inside; Constant nodes too: see `liftConstants`.
 * @param least bytes; smaller ones stay inside too, as ONNX Runtime looks at shapes and axes before it loads anything
 * @throws OnnxError if the location is a path rather than a name: ONNX Runtime would refuse it
 */
export function referTo(graph: Graph, file: DataFile, least = 1024): Graph {
  if (!isBareName(file.location))
    throw new OnnxError(file.location, 'weights can only be in a file beside the model', 'Give its bare name');
  const { buffer, byteOffset, byteLength } = file.bytes;
  const refer = (tensor: Tensor): Tensor => {
    if (tensor.content.kind !== 'bytes') return tensor;
    const { bytes } = tensor.content;
    const offset = bytes.byteOffset - byteOffset;
    const inside = bytes.buffer === buffer && offset >= 0 && offset + bytes.byteLength <= byteLength;
    if (!inside || bytes.byteLength < least) return tensor;
    return { ...tensor, content: { kind: 'external', location: file.location, offset, length: bytes.byteLength } };
  };
  return graph.with({ initializers: new Map([...graph.initializers].map(([name, tensor]) => [name, refer(tensor)])) });
}

const isBareName = (name: string): boolean => name !== '' && name !== '.' && name !== '..' && !/[/\\:\0]/.test(name);

/**
 * The model with external data of its initializers read in: all, or those of some names.
 * @param folder where the model lies
 * @throws OnnxError if a place is outside the folder, or its file is too short; the file system's own errors
 */
export async function loadExternal(model: Model, folder: string, names?: Iterable<string>): Promise<Model> {
  const wanted = names && new Set(names);
  const initializers = new Map(model.graph.initializers);
  for (const [name, tensor] of initializers)
    if (tensor.content.kind === 'external' && (wanted?.has(name) ?? true))
      initializers.set(name, await loaded(tensor, tensor.content, folder));
  return { ...model, graph: model.graph.with({ initializers }) };
}

type External = Extract<Tensor['content'], { readonly kind: 'external' }>;

async function loaded(tensor: Tensor, { location, offset, length }: External, folder: string): Promise<Tensor> {
  const parts = location.split(/[/\\]/);
  if (/^([/\\]|[a-zA-Z]:)/.test(location) || parts.includes('..'))
    throw new OnnxError(
      `tensor ${tensor.name}`,
      `its data is outside the model's folder (${location})`,
      'Put it beside the model',
    );
  const file = await open(join(folder, location));
  try {
    const bytes = new Uint8Array(length ?? (await file.stat()).size - offset);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
    if (bytesRead < bytes.length)
      throw new OnnxError(`tensor ${tensor.name}`, `${location} ends before its data does`, 'Fetch that file again');
    return { ...tensor, content: { kind: 'bytes', bytes } };
  } finally {
    await file.close();
  }
}
