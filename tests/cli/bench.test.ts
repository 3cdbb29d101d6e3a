import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, vprog } from './vprog.ts';

const home = join(temporaryFolder(), 'home');

interface Benched {
  readonly machine: object;
  readonly rows: readonly {
    readonly bench: string;
    readonly case: string;
    readonly value: number;
    readonly unit: string;
    readonly peer?: { readonly value: number };
    readonly ratio?: number;
  }[];
}

test('bench gives a figure for each case, and its ratio to the peer where there is one', async () => {
  const { status, stdout } = await vprog(['bench', '--quick', '--json'], { home });
  expect(status).toBe(0);
  const { machine, rows } = JSON.parse(stdout) as Benched;
  expect(machine).toMatchObject({ cores: expect.any(Number), memory: expect.any(Number), device: 'cpu' });
  expect(new Set(rows.map(({ bench }) => bench))).toEqual(new Set(['language', 'train']));
  expect(rows.map(row => row.case).join()).toMatch(/MLP.*transformer.*BlazeFace/s);
  for (const { value, peer, ratio } of rows) {
    expect(value).toBeGreaterThan(0);
    if (peer !== undefined) expect(ratio).toBeCloseTo(value / peer.value, 1);
  }
});

test('another kind of benchmark is refused', async () => {
  const { status, stderr } = await vprog(['bench', 'gpu'], { home });
  expect(status).toBe(2);
  expect(stderr).toContain('language, train');
});
