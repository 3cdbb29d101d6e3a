import { describe, expect, test } from 'vitest';
import {
  GraphBuilder,
  int,
  modelOf,
  OnnxError,
  opsetOf,
  readModel,
  readModelFile,
  tensorOf,
  valuesOf,
  writeModel,
} from '../index.ts';
import { bytesOf, modelFiles, pathOf } from '../testing/files.ts';
import { contents, feedsFor, run } from '../testing/run.ts';

describe.each(modelFiles)('%s', (name, path) => {
  test('is written to the byte as it was read', async () => {
    expect(Buffer.compare(writeModel(await readModelFile(path)), bytesOf(name))).toBe(0);
  });

  test('has weights that are views of the file', () => {
    const bytes = bytesOf(name);
    const { graph } = readModel(bytes);
    const contents = [...graph.initializers.values()].map(({ content }) => content);
    const large = contents.filter(content => content.kind === 'bytes' && content.bytes.length > 256);
    for (const content of large) expect(content.kind === 'bytes' && content.bytes.buffer === bytes.buffer).toBe(true);
  });

  test('says all that matters when it is written anew', async () => {
    const bytes = bytesOf(name);
    const model = readModel(bytes);
    const nodes = model.graph.nodes.map(node => ({ ...node, attributes: { ...node.attributes } }));
    const anew = modelOf(model.graph.with({ nodes }), opsetOf(model), model);
    expect(readModel(writeModel(anew)).graph.nodes.length).toBe(model.graph.nodes.length);
    const sizes = name.includes('rec') ? [1, 160] : [1, 64, 64];
    const feeds = feedsFor(model.graph, sizes);
    expect(contents(await run(anew, feeds))).toEqual(contents(await run(bytes, feeds)));
  });
});

test('a Buffer from a pool is read as well', () => {
  const pooled = Buffer.concat([Buffer.alloc(3), bytesOf('blazeface_front')]).subarray(3);
  const { graph } = readModel(pooled);
  const [weights] = [...graph.initializers.values()].filter(({ dims }) => dims.length === 4);
  const read = valuesOf(weights!);
  expect(read).toBeInstanceOf(Float32Array);
  expect(read).toHaveLength(weights!.dims.reduce((product, dim) => product * dim, 1));
});

const notOnnx: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ['an empty file', new Uint8Array(), /the file is empty/],
  ['a page', Buffer.from('<!DOCTYPE html><html><body>Not found</body></html>'), /not an ONNX file/],
  [
    'a pointer to large storage',
    Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'),
    /not an ONNX file/,
  ],
  ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), /not an ONNX file/],
  ['half a model', bytesOf('blazeface_front').subarray(0, 200_000), /cut short/],
];

test.each(notOnnx)('%s is refused, with its name and what to do', (_, bytes, what) => {
  const read = () => readModel(bytes, 'models/face.onnx');
  expect(read).toThrow(OnnxError);
  expect(read).toThrow(what);
  expect(read).toThrow(/^models\/face\.onnx: .*\. Give a file in ONNX format, or fetch it again\.$/);
});

test('a file that is not there gives the system’s error', async () => {
  await expect(readModelFile(`${pathOf('nanodet')}.not`)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('integers up to the end of their range survive', () => {
  const builder = new GraphBuilder();
  const x = builder.input('x', 'float32', [2]);
  builder.output(builder.op('Fake', [x], { end: int(2 ** 63 - 1), start: int(-(2 ** 63)), one: int(-1) }));
  const node = readModel(writeModel(builder.toModel(20))).graph.nodes[0]!;
  expect(node.attributes).toEqual({ end: int(2 ** 63), start: int(-(2 ** 63)), one: int(-1) });
});

test.each([
  [Float32Array.of(1.5, -2), undefined],
  [Float64Array.of(Math.PI, 0), undefined],
  [BigInt64Array.of(2n ** 62n, -1n), undefined],
  [Uint16Array.of(0x3c00, 0xc000), 'float16' as const],
  [Uint16Array.of(0x3f80, 0x4000), 'bfloat16' as const],
  [Uint8Array.of(0, 1), 'bool' as const],
  [Int8Array.of(-128, 127), undefined],
])('%o as %s survives', (values, type) => {
  const builder = new GraphBuilder();
  builder.initializer('t', values, [1, 2], type);
  const read = readModel(writeModel(builder.toModel(20))).graph.initializers.get('t')!;
  expect(read).toMatchObject({ dims: [1, 2], type: tensorOf('t', values, [1, 2], type).type });
  expect(valuesOf(read)).toEqual(values);
});
