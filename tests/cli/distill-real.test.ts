import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DistillResult } from '@vprog/distill/protocol';
import { expect, test } from 'vitest';
import { distilling } from '../../distill/src/testing/distilling.ts';
import { root, vprog } from './vprog.ts';

// A whole distillation by the command as built, of three photos in one epoch; see `distilling` for why it is accepted.

const { folder, photos, config } = distilling();
const home = join(folder, 'home');
const args = ['distill', 'faces', '--teacher', 'original', '--data', photos, '--config', config, '--budget', '1s'];
const run = (...command: readonly string[]) => vprog(command, { home, cwd: photos });
const program = join(root, 'examples/photos/one-face.vprog');

async function modelOf(): Promise<string | undefined> {
  const { stdout } = await run('run', program, '--config', config, '--json');
  return (JSON.parse(stdout) as { steps: { model?: { id: string } }[] }).steps[0]!.model?.id;
}

test('distils, keeps, is used, exports, and goes back', async () => {
  const first = await run(...args, '--json');
  const result = JSON.parse(first.stdout) as DistillResult;
  expect(first.stderr).toContain('4/5 training');
  expect({ status: first.status, accepted: result.accepted }).toEqual({ status: 0, accepted: true });
  expect(result).toMatchObject({ capability: 'faces', version: null, samples: { recorded: 3 }, data: { photos: 3 } });
  expect(result.metric.low).toBeGreaterThan(0);
  expect(result.truth).toBeDefined();
  expect(readFileSync(join(result.job, 'report.html'), 'utf8')).toContain('Accepted');
  expect(await modelOf()).toBe('blazeface_front');

  const again = await run(...args, '--yes');
  expect(again.stderr).toContain('blazeface_front@1 answers from now on');
  expect(await modelOf()).toBe('blazeface_front@1');

  const out = join(folder, 'exported');
  expect((await run('distill', 'export', 'blazeface_front@1', '--out', out)).status).toBe(0);
  expect(existsSync(join(out, 'onnx/model.onnx'))).toBe(true);

  expect((await run('distill', 'rollback', 'blazeface_front', '--config', config)).status).toBe(0);
  expect(await modelOf()).toBe('blazeface_front');
});
