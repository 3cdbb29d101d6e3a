import type { InferenceSession } from 'onnxruntime-node';
import type { Provider } from '../../devices/providers.ts';
import { oneLine } from './reason.ts';

/** The element types that a tensor may have here, with the array that holds them. */
export interface TensorArrays {
  float32: Float32Array;
  float64: Float64Array;
  /** Bits of IEEE half precision. */
  float16: Uint16Array;
  int64: BigInt64Array;
  int32: Int32Array;
  uint8: Uint8Array;
  int8: Int8Array;
  /** 0 or 1. */
  bool: Uint8Array;
}

export type TensorType = keyof TensorArrays;

/** Elements in row-major order; `dims` is empty for a scalar. */
export interface RawTensor {
  readonly type: TensorType;
  readonly dims: readonly number[];
  readonly data: TensorArrays[TensorType];
}

export type RawTensors = Readonly<Record<string, RawTensor>>;

export interface RawSessionOptions {
  /** Where to run, best first. The CPU alone by default. */
  readonly providers?: readonly Provider[];
  /** How far ONNX Runtime may rewrite the graph; all it can by default. */
  readonly optimization?: 'disabled' | 'basic' | 'extended' | 'all';
  /** The folder of the external data of a model given as bytes. */
  readonly externalData?: string;
  /** Threads inside one operator; ONNX Runtime's choice by default. */
  readonly threads?: number;
}

/** A session as ONNX Runtime has it: any graph, any feeds, outputs where the caller wants them. */
export interface RawSession {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Runs the graph once; the process is blocked meanwhile.
   * @param fetches which outputs to compute, into arrays of their own, or by name the tensors to write them into. Such
   *   a tensor must not be one of the feeds: ONNX Runtime may write an output before it has read the input.
   */
  run(feeds: RawTensors, fetches: readonly string[] | RawTensors): Promise<RawTensors>;
  release(): Promise<void>;
}

/** Opens a model, from its bytes or its file. Throws an Error with ONNX Runtime's reason in one line. */
export async function openSession(model: Uint8Array | string, options: RawSessionOptions = {}): Promise<RawSession> {
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const { providers = ['cpu'], optimization = 'all', externalData, threads } = options;
  const settings: InferenceSession.SessionOptions = {
    executionProviders: [...providers],
    graphOptimizationLevel: optimization,
    logSeverityLevel: 3,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    ...(externalData === undefined
      ? {}
      : { extra: { session: { model_external_initializers_file_folder_path: externalData } } }),
  };
  const opened =
    typeof model === 'string' ? InferenceSession.create(model, settings) : InferenceSession.create(model, settings);
  const session = await opened.catch((error: unknown) => {
    throw new Error(oneLine(error));
  });
  const toTensors = (values: RawTensors) =>
    Object.fromEntries(
      Object.entries(values).map(([name, { type, data, dims }]) => [name, new Tensor(type, data as never, dims)]),
    );
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    async run(feeds, fetches) {
      const wanted = Array.isArray(fetches) ? (fetches as readonly string[]) : toTensors(fetches as RawTensors);
      const results = await session.run(toTensors(feeds), wanted).catch((error: unknown) => {
        throw new Error(oneLine(error));
      });
      return results as unknown as RawTensors;
    },
    release: () => session.release(),
  };
}
