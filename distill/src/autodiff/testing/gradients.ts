import { type Attributes, GraphBuilder, sizeOf, writeModel } from '@vprog/onnx';
import { openSession, type RawTensor } from '@vprog/runtime/session';
import { expect, test } from 'vitest';
import { randomNumbers } from '../../random.ts';
import { differentiate, probe } from '../index.ts';

type FloatType = 'float32' | 'float64';

/** An input: the shape of a variable with random numbers, a variable with given ones, or a constant. */
export type CaseInput =
  | readonly number[]
  | { readonly dims: readonly number[]; readonly values: readonly number[] }
  | {
      readonly constant: readonly number[];
      readonly dims?: readonly number[];
      readonly type?: 'int64' | 'bool' | FloatType;
    };

/** One node whose gradients are compared with central differences. */
export interface GradientCase {
  readonly op: string;
  /** What sets the case apart from others of the operator. */
  readonly about?: string;
  /** By position; undefined is an optional input left out. */
  readonly inputs: readonly (CaseInput | undefined)[];
  readonly attributes?: Attributes;
  readonly outputs?: number;
  /** The outputs that the loss is made of; the first by default. */
  readonly read?: readonly number[];
  readonly opset?: number;
  /** float64 unless ONNX Runtime has no such kernel. */
  readonly type?: FloatType;
  /** Random numbers are from this interval, evenly spaced and shuffled, so that no two are near each other. */
  readonly between?: readonly [number, number];
  /** Of the differences. Where the operator is linear in each input, a large one loses nothing. */
  readonly step?: number;
  readonly tolerance?: number;
}

/** As many numbers, evenly spaced in the interval, in random order. */
export function shuffled(count: number, [low, high]: readonly [number, number], random: () => number): number[] {
  const numbers = Array.from({ length: count }, (_, index) => low + ((high - low) * (index + 0.5)) / count);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [numbers[last], numbers[other]] = [numbers[other]!, numbers[last]!];
  }
  return numbers;
}

/** A tensor to feed. */
export const rawTensor = (values: readonly number[], dims: readonly number[], type: FloatType): RawTensor => ({
  type,
  dims,
  data: type === 'float64' ? Float64Array.from(values) : Float32Array.from(values),
});

/** Arrays have `values` too, so that the property tells nothing. */
const isShape = (input: CaseInput): input is readonly number[] => Array.isArray(input);

interface Result {
  readonly gradients: ReadonlyMap<string, readonly number[]>;
  /** The loss at the given inputs. */
  loss(feeds: Readonly<Record<string, RawTensor>>): Promise<number>;
  release(): Promise<void>;
  readonly feeds: Readonly<Record<string, RawTensor>>;
}

/**
 * Builds the node and a loss that weighs its outputs at random, and computes its gradients.
 * @param weights of the elements of the output read; random by default.
 */
export async function gradientsOf(one: GradientCase, weights?: readonly number[]): Promise<Result> {
  const { op, inputs, attributes = {}, outputs = 1, read = [0], type = 'float64', opset = 17 } = one;
  const random = randomNumbers(7);
  const builder = new GraphBuilder();
  const feeds: Record<string, RawTensor> = {};
  const names = inputs.map((input, index) => {
    if (input === undefined) return '';
    if ('constant' in input) return builder.constant(input.constant, input.type ?? 'int64', input.dims);
    const dims = isShape(input) ? input : input.dims;
    const values = !isShape(input) ? input.values : shuffled(sizeOf(dims), one.between ?? [-1.5, 1.5], random);
    const name = builder.input(`x${index}`, type, dims);
    feeds[name] = rawTensor(values, dims, type);
    return name;
  });
  const made = builder.node(op, names, attributes, outputs);
  const shapes = await probe(builder.toModel(opset), feeds, openSession);
  const terms = read.map(index => {
    const { dims } = shapes.info.get(made[index]!)!;
    const weight = weights ?? shuffled(sizeOf(dims), [-2, 2], random);
    const weighted = builder.op('Mul', [
      builder.op('Cast', [made[index]!], { to: { kind: 'int', value: 11 } }),
      builder.constant(weight, 'float64', dims),
    ]);
    return builder.op('ReduceSum', [weighted], { keepdims: { kind: 'int', value: 0 } });
  });
  const loss = builder.op('Sum', terms);
  const values = await probe(builder.toModel(opset), feeds, openSession);
  const wanted = Object.keys(feeds);
  const gradients = differentiate(builder, values, loss, wanted);
  for (const name of new Set([loss, ...gradients.values()])) builder.output(name);
  const session = await openSession(writeModel(builder.toModel(opset)), { threads: 1 });
  const results = await session.run(feeds, [...gradients.values()]);
  return {
    feeds,
    gradients: new Map([...gradients].map(([name, gradient]) => [name, Array.from(results[gradient]!.data, Number)])),
    loss: async given => Number((await session.run(given, [loss]))[loss]!.data[0]),
    release: () => session.release(),
  };
}

/** The most elements of an input that are tried, so that large ones do not take long. */
const tried = 48;

/** The largest difference between gradients and central differences, in units of the largest gradient (at least 1). */
export async function gradientError(one: GradientCase): Promise<number> {
  const { type = 'float64' } = one;
  const step = one.step ?? 1e-5;
  const result = await gradientsOf(one);
  try {
    let worst = 0;
    for (const [name, gradient] of result.gradients) {
      const { data, dims } = result.feeds[name]!;
      expect(gradient.length, `elements of the gradient of ${name}`).toBe(data.length);
      const scale = Math.max(1, ...gradient.map(Math.abs));
      const stride = Math.max(1, Math.floor(data.length / tried));
      for (let index = 0; index < data.length; index += stride) {
        const at = (offset: number) => {
          const moved = Array.from(data, Number).with(index, Number(data[index]) + offset);
          return result.loss({ ...result.feeds, [name]: rawTensor(moved, dims, type) });
        };
        const difference = ((await at(step)) - (await at(-step))) / (2 * step);
        worst = Math.max(worst, Math.abs(difference - gradient[index]!) / scale);
      }
    }
    return worst;
  } finally {
    await result.release();
  }
}

/** Makes a test of each case. */
export function testGradients(cases: readonly GradientCase[]): void {
  test.each(cases.map(one => [`${one.op}${one.about ? `: ${one.about}` : ''}`, one] as const))('%s', async (_, one) => {
    const error = await gradientError(one);
    expect(error).toBeLessThan(one.tolerance ?? (one.type === 'float32' ? 1e-4 : 1e-7));
  });
}
