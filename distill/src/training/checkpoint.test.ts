import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';

const folder = mkdtempSync(join(tmpdir(), 'vprog-checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'one.ckpt');

const checkpoint = {
  course: 'mine',
  state: {
    parameters: Float32Array.of(1.5, -2, Number.MIN_VALUE),
    first: Float32Array.of(0, 1e-30, 3),
    second: Float32Array.of(4, 5, 6),
    done: 12,
  },
  losses: [{ step: 12, loss: 3, parts: { score: 1, box: 2 } }],
};

test('comes back as it was, and leaves nothing else in its folder', async () => {
  await writeCheckpoint(path, checkpoint);
  expect(await readCheckpoint(path, 'mine')).toEqual(checkpoint);
  expect(readdirSync(folder)).toEqual(['one.ckpt']);
});

test('of another course is none, and neither is one that is not there', async () => {
  await writeCheckpoint(path, checkpoint);
  expect(await readCheckpoint(path, 'yours')).toBeUndefined();
  expect(await readCheckpoint(join(folder, 'none'), 'mine')).toBeUndefined();
});

test('with any byte changed, or cut short, is none', async () => {
  await writeCheckpoint(path, checkpoint);
  const bytes = readFileSync(path);
  for (let index = 0; index < bytes.length; index += 7) {
    const damaged = Buffer.from(bytes);
    damaged[index]! ^= 4;
    writeFileSync(path, damaged);
    expect(await readCheckpoint(path, 'mine')).toBeUndefined();
  }
  for (const length of [0, 10, 50, bytes.length - 1]) {
    writeFileSync(path, bytes.subarray(0, length));
    expect(await readCheckpoint(path, 'mine')).toBeUndefined();
  }
});
