import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Probe, probeProvider } from '../engines/onnx/probe.ts';
import { Devices } from './devices.ts';
import { type Provider, providers, unsupported } from './providers.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vprog-devices-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A machine on which the providers named answer in so many milliseconds; notes what is tried. */
function machine(works: Partial<Record<Provider, number>>, tried: Provider[] = []) {
  return async (provider: Provider): Promise<Probe> => {
    tried.push(provider);
    const ms = works[provider];
    return ms === undefined ? { usable: false, reason: 'no such thing here' } : { usable: true, ms };
  };
}

describe('the choice', () => {
  test.each([
    ['auto', { cpu: 20 }, ['cpu']],
    ['auto', { cpu: 20, webgpu: 3 }, ['webgpu', 'cpu']],
    // A graphics driver that computes on the CPU.
    ['auto', { cpu: 20, webgpu: 900 }, ['cpu']],
    ['webgpu', { cpu: 20, webgpu: 900 }, ['webgpu', 'cpu']],
    ['cpu', { cpu: 20, webgpu: 3 }, ['cpu']],
  ] as const)('%s where %o works', async (device, works, expected) => {
    expect(await new Devices(folder, machine(works)).choose(device)).toEqual(expected);
  });

  test('a device that was named and does not work is an error', async () => {
    const devices = new Devices(folder, machine({ cpu: 20 }));
    await expect(devices.choose('webgpu')).rejects.toMatchObject({
      code: 'VP505',
      message: expect.stringMatching(/WebGPU.*no such thing here.*auto/),
    });
    const absent = providers.find(provider => unsupported(provider) !== undefined)!;
    await expect(devices.choose(absent)).rejects.toMatchObject({ code: 'VP505' });
  });

  test('each provider is tried once, also by the next process', async () => {
    const tried: Provider[] = [];
    const devices = new Devices(folder, machine({ cpu: 20, webgpu: 3 }, tried));
    await Promise.all([devices.choose('auto'), devices.choose('auto'), devices.choose('webgpu')]);
    expect(new Set(tried).size).toBe(tried.length);
    const again: Provider[] = [];
    expect(await new Devices(folder, machine({}, again)).choose('webgpu')).toEqual(['webgpu', 'cpu']);
    expect(again).toEqual([]);
  });

  test('a folder that cannot be written only costs another trial', async () => {
    const devices = new Devices('/dev/null/nowhere', machine({ cpu: 20, webgpu: 3 }));
    expect(await devices.choose('auto')).toEqual(['webgpu', 'cpu']);
  });
});

test('the list tries everything anew and tells why not', async () => {
  await new Devices(folder, machine({ cpu: 20 })).choose('auto');
  const statuses = await new Devices(folder, machine({ cpu: 20, webgpu: 3 })).statuses();
  expect(statuses.map(status => status.device)).toEqual(providers);
  const of = (device: Provider) => statuses.find(status => status.device === device);
  expect(of('webgpu')).toMatchObject({ usable: true });
  expect(of('cpu')).toMatchObject({ usable: true, detail: expect.stringContaining('threads') });
  expect(statuses.filter(status => !status.usable).every(status => status.detail.length > 5)).toBe(true);
});

describe('a real trial', () => {
  test('the CPU computes', async () => {
    expect(await probeProvider('cpu')).toEqual({ usable: true, ms: expect.any(Number) });
  });
  test('a provider without a build says so', async () => {
    const absent = providers.find(provider => unsupported(provider) !== undefined)!;
    expect(await probeProvider(absent)).toEqual({ usable: false, reason: expect.stringMatching(/\w+/) });
  });
  test('one that gives no answer is killed', async () => {
    expect(await probeProvider('cpu', 1)).toEqual({ usable: false, reason: expect.stringContaining('no answer') });
  });
});
