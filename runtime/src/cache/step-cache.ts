import { LRUCache } from 'lru-cache';
import { sizeOf } from '../interpreter/size.ts';
import type { Arguments } from '../modules/module.ts';
import type { DiskCache } from './disk.ts';
import { decodeEntry, encodeEntry, type StepResult } from './entry.ts';

/** Results of steps by key: those of this process in memory, those of model calls on disk too. */
export class StepCache {
  readonly #memory: LRUCache<string, StepResult>;
  readonly #disk: DiskCache | undefined;

  /** `maxBytes` bounds the memory; without a disk nothing outlives the process. */
  constructor(disk?: DiskCache, maxBytes = 512 * 2 ** 20) {
    this.#disk = disk;
    this.#memory = new LRUCache({ maxSize: maxBytes, sizeCalculation: sizeOfResult });
  }

  /** `args` are those that the key was made of: crops are found again as parts of their pixels. */
  async get(key: string, args: Arguments): Promise<StepResult | undefined> {
    const remembered = this.#memory.get(key);
    if (remembered !== undefined) return remembered;
    const bytes = await this.#disk?.get(key);
    if (bytes === undefined) return undefined;
    try {
      const result = await decodeEntry(bytes, args);
      if (result !== undefined) this.#memory.set(key, result);
      return result;
    } catch {
      await this.#disk?.remove(key);
      return undefined;
    }
  }

  /** `costly` results are written to disk before this resolves, so that they survive whatever comes next. Never rejects. */
  async put(key: string, result: StepResult, args: Arguments, costly: boolean): Promise<void> {
    this.#memory.set(key, result);
    if (!costly || this.#disk === undefined) return;
    const entry = await encodeEntry(result, args).catch(() => undefined);
    if (entry !== undefined) await this.#disk.put(key, entry);
  }

  async clear(): Promise<void> {
    this.#memory.clear();
    await this.#disk?.clear();
  }
}

function sizeOfResult({ output, warnings, marks }: StepResult): number {
  const { elements, characters, bytes } = sizeOf(output, new Set());
  return 256 + bytes + characters * 2 + elements * 64 + marks.length * 128 + warnings.join('').length * 2;
}
