/**
 * Tries one execution provider of ONNX Runtime and ends: `node probe-child.ts PROVIDER`. A provider that is not there
 * may throw, abort or hang, so that this must be a process of its own. Sends the milliseconds of one run to its parent.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Provider, providers } from '../../devices/providers.ts';
import { oneLine } from './reason.ts';

/** A graph of one node, `y = MatMul(x, x)` for square matrices of any size. */
const model =
  'CAg6SAoRCgF4CgF4EgF5IgZNYXRNdWwSBXByb2JlWhUKAXgSEAoOCAESCgoDEgFuCgMSAW5iFQoBeRIQCg4IARIKCgMSAW4KAxIBbkIECgAQDQ==';
const size = 1024;
const runs = 4;
const enoughMs = 1000;
const silent = 4;

async function probe(provider: Provider): Promise<number> {
  const options = { executionProviders: [provider], logSeverityLevel: silent } as const;
  const session = await InferenceSession.create(Buffer.from(model, 'base64'), options);
  const x = new Tensor('float32', new Float32Array(size * size).fill(1), [size, size]);
  let best = Number.POSITIVE_INFINITY;
  const end = performance.now() + enoughMs;
  for (let run = 0; run < runs && (run === 0 || performance.now() < end); run++) {
    const start = performance.now();
    const y = (await session.run({ x })).y!.data[0];
    best = Math.min(best, performance.now() - start);
    if (y !== size) throw new Error(`It computes ${y} where ${size} is right.`);
  }
  return best;
}

const provider = providers.find(name => name === process.argv[2]);
if (provider === undefined) throw new Error(`Name one of ${providers.join(', ')}.`);
try {
  const ms = await probe(provider);
  process.send?.(ms, () => process.exit(0));
} catch (error) {
  process.send?.(oneLine(error), () => process.exit(1));
}
