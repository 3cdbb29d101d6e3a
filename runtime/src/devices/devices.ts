import { readFile, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { onnxRuntimeVersion, type Probe, probeProvider } from '../engines/onnx/probe.ts';
import { RunError } from '../errors.ts';
import type { Device, DeviceStatus } from '../protocol.ts';
import { writeWhole } from '../write-whole.ts';
import { type Provider, providerNames, providers, unsupported } from './providers.ts';

/** What decides whether a provider works, beside the machine. */
const variables = ['CUDA_VISIBLE_DEVICES', 'LD_LIBRARY_PATH', 'VK_ICD_FILENAMES'] as const;

/** Which execution providers work here: each is tried once, and the answers are kept on disk. */
export class Devices {
  readonly #file: string;
  readonly #probe: (provider: Provider) => Promise<Probe>;
  readonly #probes = new Map<Provider, Promise<Probe>>();
  #saved: Promise<void> = Promise.resolve();

  /** @param data the folder to keep the answers in (see `homeDirs`) */
  constructor(data: string, probe: (provider: Provider) => Promise<Probe> = probeProvider) {
    this.#file = join(data, 'devices.json');
    this.#probe = probe;
  }

  /**
   * The providers to try for a device, best first, CPU last. `auto` is the first that works and is not slower than the
   * CPU (as a graphics driver in software is). Throws RunError VP505 where the device named does not work.
   */
  async choose(device: Device): Promise<readonly Provider[]> {
    if (device === 'cpu') return ['cpu'];
    if (device !== 'auto') {
      const probe = await this.#of(device);
      if (probe.usable) return [device, 'cpu'];
      throw new RunError(
        'VP505',
        `${providerNames[device]} cannot be used here (${probe.reason}): choose the device auto, or put that right.`,
      );
    }
    for (const provider of providers) {
      if (provider === 'cpu' || unsupported(provider) !== undefined) continue;
      const probe = await this.#of(provider);
      if (!probe.usable) continue;
      const cpu = await this.#of('cpu');
      if (!cpu.usable || probe.ms <= cpu.ms) return [provider, 'cpu'];
    }
    return ['cpu'];
  }

  /** Every provider, tried anew: this is how the user tells that drivers were installed. */
  async statuses(): Promise<readonly DeviceStatus[]> {
    this.#probes.clear();
    await rm(this.#file, { force: true });
    const statuses: DeviceStatus[] = [];
    for (const device of providers) {
      const probe = await this.#of(device);
      const detail = probe.usable ? `${describe(device)}, ${probe.ms.toFixed(1)} ms for a trial run` : probe.reason;
      statuses.push({ device, usable: probe.usable, detail });
    }
    return statuses;
  }

  #of(provider: Provider): Promise<Probe> {
    const known = this.#probes.get(provider) ?? this.#rememberedOrProbed(provider);
    this.#probes.set(provider, known);
    return known;
  }

  async #rememberedOrProbed(provider: Provider): Promise<Probe> {
    const reason = unsupported(provider);
    if (reason !== undefined) return { usable: false, reason };
    const remembered = (await this.#remembered())[provider];
    if (remembered) return remembered;
    const probe = await this.#probe(provider);
    // One after another: each adds to what the one before wrote.
    this.#saved = this.#saved.then(() => this.#save(provider, probe)).catch(() => undefined);
    await this.#saved;
    return probe;
  }

  async #save(provider: Provider, probe: Probe): Promise<void> {
    const probes = { ...(await this.#remembered()), [provider]: probe };
    await writeWhole(this.#file, JSON.stringify({ ...circumstances(), probes }));
  }

  async #remembered(): Promise<Readonly<Partial<Record<Provider, Probe>>>> {
    try {
      const { probes, ...when } = JSON.parse(await readFile(this.#file, 'utf8'));
      return JSON.stringify(when) === JSON.stringify(circumstances()) ? probes : {};
    } catch {
      return {};
    }
  }
}

const known = new Map<string, Devices>();

/** The devices whose answers are kept in that folder, one object for the whole process. */
export function devicesOf(data: string): Devices {
  const devices = known.get(data) ?? new Devices(data);
  known.set(data, devices);
  return devices;
}

/** Other circumstances, other answers. */
const circumstances = () => ({
  onnxRuntime: onnxRuntimeVersion(),
  platform: `${process.platform}-${process.arch}`,
  ...Object.fromEntries(variables.map(name => [name, process.env[name] ?? ''])),
});

function describe(provider: Provider): string {
  const [first] = cpus();
  return provider === 'cpu' && first ? `${first.model.trim()}, ${cpus().length} threads` : providerNames[provider];
}
